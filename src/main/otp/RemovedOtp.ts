import type { Clock } from '../time/Clock.ts';
import type { OtpAccount } from './OtpAccount.ts';
import type { OtpAccounts } from './OtpAccounts.ts';

/** So long a removal can be taken back, ms. */
export const UNDO_MS = 20_000;

interface Removed {
  readonly account: OtpAccount;
  readonly place: number;
}

/** Removes accounts of ordinary sites, and takes the last removal back. Off the disk they are at once. */
export class RemovedOtp {
  readonly #accounts: OtpAccounts;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  /** With their places, so that they come back where they were. */
  #removed: readonly Removed[] = [];
  #cancelForget: () => void = () => {};

  constructor(accounts: OtpAccounts, clock: Clock, onChange: () => void) {
    this.#accounts = accounts;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** How many the last removal took, while it can be taken back. */
  get count(): number {
    return this.#removed.length;
  }

  /** Of those that can be taken back. */
  get ids(): readonly string[] {
    return this.#removed.map(({ account }) => account.id);
  }

  async remove(ids: ReadonlySet<string>): Promise<void> {
    let removed: readonly Removed[] = [];
    await this.#accounts.change((accounts) => {
      removed = accounts.map((account, place) => ({ account, place })).filter(({ account }) => ids.has(account.id));
      return removed.length === 0 ? accounts : accounts.filter(({ id }) => !ids.has(id));
    });
    if (removed.length === 0) return;
    this.#removed = removed;
    this.#cancelForget();
    this.#cancelForget = this.#clock.schedule(UNDO_MS, () => this.forget());
    this.#onChange();
  }

  async undo(): Promise<void> {
    const removed = this.#removed;
    this.#removed = [];
    this.#cancelForget();
    await this.#accounts.change((accounts) => {
      const whole = [...accounts];
      for (const { account, place } of removed) if (!accounts.some(({ id }) => id === account.id)) whole.splice(place, 0, account);
      return removed.length === 0 ? accounts : whole;
    });
    this.#onChange();
  }

  /** From here on nothing brings them back. */
  forget(): void {
    this.#cancelForget();
    if (this.#removed.length === 0) return;
    this.#removed = [];
    this.#onChange();
  }
}
