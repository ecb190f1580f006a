import { IntentError } from '../errors/IntentError.ts';
import type { Passcode } from '../passcodes/passcodeOf.ts';
import type { OtpAccount } from './OtpAccount.ts';
import type { OtpAccounts } from './OtpAccounts.ts';
import { otpCode, periodOf } from './otpCode.ts';

interface Computed {
  readonly step: number;
  readonly current: string;
  readonly next: string;
}

/** The codes of ordinary sites at this moment. */
export class OtpCodes {
  readonly #accounts: OtpAccounts;
  /** By account object, which a change replaces: a thousand codes are not computed anew for every view. */
  readonly #computed = new WeakMap<OtpAccount, Computed>();
  /** Codes of counters that were asked for, by account: each is shown until the next, or the lock. */
  readonly #counted = new Map<string, string>();

  constructor(accounts: OtpAccounts) {
    this.#accounts = accounts;
  }

  /** Undefined for an account that counts. */
  timed(account: OtpAccount, nowMs: number): Passcode | undefined {
    const period = periodOf(account.otp);
    if (period === undefined) return undefined;
    const periodMs = period * 1000;
    const step = Math.floor(nowMs / periodMs);
    const known = this.#computed.get(account);
    const { current, next } = known?.step === step ? known : this.#compute(account, step, known);
    return { current, next, remainingMs: (step + 1) * periodMs - nowMs, periodMs };
  }

  /** The code of a counter that was asked for last. */
  counted(account: OtpAccount): string | undefined {
    return this.#counted.get(account.id);
  }

  /**
   * The next code of an account that counts. The counter is safe on disk before anybody sees the code: the site takes each once.
   * @throws IntentError account-unknown
   */
  async count(id: string): Promise<void> {
    let code: string | undefined;
    await this.#accounts.change((accounts) => {
      const account = accounts.find((one) => one.id === id);
      if (account?.otp.type !== 'hotp' || account.otp.counter === Number.MAX_SAFE_INTEGER) return accounts;
      code = otpCode(account.otp, account.otp.counter);
      const counted = { ...account, otp: { ...account.otp, counter: account.otp.counter + 1 } };
      return accounts.map((one) => (one === account ? counted : one));
    });
    if (code === undefined) throw new IntentError('account-unknown');
    this.#counted.set(id, code);
  }

  /** Nobody must see what was shown before. */
  forget(): void {
    this.#counted.clear();
  }

  #compute(account: OtpAccount, step: number, known: Computed | undefined): Computed {
    const current = known?.step === step - 1 ? known.next : otpCode(account.otp, step);
    const computed = { step, current, next: otpCode(account.otp, step + 1) };
    this.#computed.set(account, computed);
    return computed;
  }
}
