import { networkOf } from '../geo/address.ts';
import { type Rate, RateLimiter } from '../RateLimiter.ts';
import type { Clock } from '../time/Clock.ts';

export interface PairingRates {
  /** Failed attempts from one network. */
  perAddress: Rate;
  /** Failed attempts for one sign-in name. */
  perName: Rate;
  /** All attempts, failed or not: what the slow hash may cost. */
  total: Rate;
}

const TEN_MINUTES = 600_000;
export const PAIRING_RATES: PairingRates = {
  perAddress: { burst: 30, perMs: TEN_MINUTES },
  perName: { burst: 15, perMs: TEN_MINUTES },
  total: { burst: 600, perMs: TEN_MINUTES },
};

/** How often a pairing key may be guessed: by network, by name and in all. */
export class PairingAttempts {
  readonly #perAddress: RateLimiter;
  readonly #perName: RateLimiter;
  readonly #total: RateLimiter;

  constructor(rates: PairingRates, clock: Clock) {
    this.#perAddress = new RateLimiter(rates.perAddress, clock);
    this.#perName = new RateLimiter(rates.perName, clock);
    this.#total = new RateLimiter(rates.total, clock);
  }

  /** Before anything is decrypted. */
  allowsFrom(address: string): boolean {
    return this.#total.take('all') && this.#perAddress.take(networkOf(address));
  }

  allowsFor(name: string | undefined): boolean {
    return name === undefined || this.#perName.take(name);
  }

  succeeded(address: string, name: string | undefined): void {
    this.#perAddress.refund(networkOf(address));
    if (name !== undefined) this.#perName.refund(name);
  }
}
