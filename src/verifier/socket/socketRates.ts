import type { Rate } from '../RateLimiter.ts';

export interface SocketRates {
  /** Sockets opened from one network. */
  sockets: Rate;
  /** Sockets open from one network at a time; an office behind one address counts as one. */
  openSockets: number;
  /** Frames of one network and of one socket, counted before any signature is checked. */
  framesPerAddress: Rate;
  framesPerSocket: Rate;
  /** Accounts on one socket. */
  accountsPerSocket: number;
}

export const SOCKET_RATES: SocketRates = {
  sockets: { burst: 1000, perMs: 60_000 },
  openSockets: 5000,
  framesPerAddress: { burst: 10_000, perMs: 10_000 },
  framesPerSocket: { burst: 1000, perMs: 10_000 },
  accountsPerSocket: 2000,
};
