import type { Argument, Channel } from '../../../src/bridge/channels.ts';
import type { DeathPoint } from './AppCore.ts';

/** What the process of an app is told, and what it answers. */
export type AppCommand =
  | { do: 'ask'; channel: Channel; argument: Argument<Channel> }
  | { do: 'look'; id: string }
  | { do: 'report' }
  | { do: 'dieAt'; point: DeathPoint; times: number }
  | { do: 'advance'; ms: number }
  | { do: 'close' };

export interface ToApp {
  number: number;
  command: AppCommand;
}

export type FromApp = { ready: true } | { number: number; answer: unknown };
