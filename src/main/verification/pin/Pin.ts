import { z } from 'zod';
import type { VerificationView } from '../../../bridge/protection.ts';
import { IntentError } from '../../errors/IntentError.ts';
import { KeyedOrder } from '../../files/KeyedOrder.ts';
import type { Clock } from '../../time/Clock.ts';
import { parseRecord } from '../../vault/parseRecord.ts';
import { argon2Cost } from '../../vault/PassphraseKeyStore.ts';
import type { Vault } from '../../vault/Vault.ts';
import { normalised, pinProblem } from './pinRules.ts';

const RECORD_ID = 'pin';
const FORMAT = 1;
/** SP 800-63B-4, 3.2.10: at most ten wrong ones in a row. */
export const MOST_FAILURES = 10;
/** How long to wait after so many wrong ones in a row, in seconds; nothing after the first four. */
const WAIT_S: Readonly<Record<number, number>> = { 5: 30, 6: 60, 7: 300, 8: 900, 9: 3600 };

/** `hash`: Argon2id in PHC string format; sealed in the vault, so that a copied disk is no ground to guess on. */
const recordSchema = z.strictObject({ hash: z.string().max(512), failures: z.int().min(0) });
type PinRecord = z.infer<typeof recordSchema>;

/**
 * The app's own PIN.
 *
 * Goal: whoever does not know it gets ten tries in all.
 * Attacker: a page that was taken over and calls as fast as it can; somebody who kills the app in the middle of a check,
 * starts it anew, sets the clock or lets the computer sleep.
 *
 * So each try is counted on the disk before it is checked, tries are made one after the other, and waiting is measured
 * by the monotonic clock of this run of the app: a new start begins the wait anew, and no clock that can be set shortens it.
 */
export class Pin {
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #order = new KeyedOrder();
  #record: PinRecord | undefined;
  /** Monotonic ms from which the next try counts. */
  #openFromMs = 0;

  constructor(vault: Vault, clock: Clock, onChange: () => void) {
    this.#vault = vault;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** @throws VaultError also for a damaged record: no damage must open what the PIN closes */
  async load(): Promise<void> {
    const record = await this.#vault.get(RECORD_ID, 'pin');
    this.#record = record === undefined ? undefined : parseRecord(record, recordSchema);
    this.#startWaiting();
  }

  get isSet(): boolean {
    return this.#record !== undefined;
  }

  view(): VerificationView['pin'] {
    if (this.#record === undefined) return { state: 'none' };
    if (this.#record.failures >= MOST_FAILURES) return { state: 'blocked' };
    const waitMs = this.#openFromMs - this.#clock.monotonicMs();
    return { state: 'set', ...(waitMs > 0 && { waitMs }) };
  }

  /**
   * Resolves if this is the PIN.
   * @throws IntentError pin-unset, pin-blocked, pin-throttled, pin-wrong
   */
  async check(typed: string): Promise<void> {
    await this.#order.run(RECORD_ID, async () => await this.#checkNow(typed));
  }

  /** @throws IntentError pin-short, pin-weak */
  requireGood(typed: string): void {
    const problem = pinProblem(typed);
    if (problem !== undefined) throw new IntentError(problem);
  }

  /**
   * @param current the PIN that is there, if one is
   * @throws IntentError as `check`, and pin-required, pin-short, pin-weak
   */
  async set(typed: string, current: string | undefined): Promise<void> {
    await this.#order.run(RECORD_ID, async () => {
      this.requireGood(typed);
      if (this.#record !== undefined) {
        if (current === undefined) throw new IntentError('pin-required');
        await this.#checkNow(current);
      }
      const { hash } = await import('@node-rs/argon2');
      // 2 is Argon2id: the package's own name for it is a const enum, which type stripping can't read.
      await this.#keep({ hash: await hash(normalised(typed), { ...argon2Cost, algorithm: 2 }), failures: 0 });
    });
  }

  /** @throws IntentError as `check` */
  async remove(current: string): Promise<void> {
    await this.#order.run(RECORD_ID, async () => {
      await this.#checkNow(current);
      await this.#forget();
    });
  }

  /** Without knowing it, when nothing is left that it would protect. */
  async forget(): Promise<void> {
    await this.#order.run(RECORD_ID, async () => await this.#forget());
  }

  async #forget(): Promise<void> {
    await this.#vault.delete(RECORD_ID);
    this.#record = undefined;
    this.#onChange();
  }

  async #checkNow(typed: string): Promise<void> {
    const record = this.#record;
    if (record === undefined) throw new IntentError('pin-unset');
    if (record.failures >= MOST_FAILURES) throw new IntentError('pin-blocked');
    if (this.#openFromMs > this.#clock.monotonicMs()) throw new IntentError('pin-throttled');
    // Counted as wrong until it has proved right, so that a kill in between is no free try.
    await this.#keep({ ...record, failures: record.failures + 1 });
    const { verify } = await import('@node-rs/argon2');
    if (!(await verify(record.hash, normalised(typed)))) {
      this.#startWaiting();
      throw new IntentError(record.failures + 1 >= MOST_FAILURES ? 'pin-blocked' : 'pin-wrong');
    }
    await this.#keep({ ...record, failures: 0 });
  }

  async #keep(record: PinRecord): Promise<void> {
    await this.#vault.put({ recordId: RECORD_ID, type: 'pin', format: FORMAT, value: record });
    this.#record = record;
    this.#onChange();
  }

  #startWaiting(): void {
    this.#openFromMs = this.#clock.monotonicMs() + (WAIT_S[this.#record?.failures ?? 0] ?? 0) * 1000;
    this.#onChange();
  }
}
