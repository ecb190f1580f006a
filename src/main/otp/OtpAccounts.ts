import { z } from 'zod';
import { parseRecord } from '../vault/parseRecord.ts';
import type { Vault } from '../vault/Vault.ts';
import { type OtpAccount, otpAccountSchema } from './OtpAccount.ts';

const RECORD = 'otp-accounts';
const FORMAT = 1;
const listSchema = z.strictObject({ accounts: z.array(otpAccountSchema) });

/**
 * The accounts of ordinary sites, as they came; the person's order is the arrangement's. All of them are one sealed record, so that
 * whatever changes many (an import, a removal, a new group) is done as a whole or not at all, and a thousand open as fast as one.
 */
export class OtpAccounts {
  readonly #vault: Pick<Vault, 'get' | 'put'>;
  readonly #onChange: () => void;
  #accounts: readonly OtpAccount[] = [];
  /** One change after the other: each begins with what the one before has left. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(vault: Pick<Vault, 'get' | 'put'>, onChange: () => void) {
    this.#vault = vault;
    this.#onChange = onChange;
  }

  /** @throws VaultError vault-corrupt when the record is damaged: nothing is dropped silently */
  async load(): Promise<void> {
    const record = await this.#vault.get(RECORD, 'otp');
    this.#accounts = record === undefined ? [] : parseRecord(record, listSchema).accounts;
    this.#onChange();
  }

  all(): readonly OtpAccount[] {
    return this.#accounts;
  }

  get(id: string): OtpAccount | undefined {
    return this.#accounts.find((account) => account.id === id);
  }

  /** Durable when it resolves. `edit` is given what there is by then; the same list back changes nothing. */
  async change(edit: (accounts: readonly OtpAccount[]) => readonly OtpAccount[]): Promise<void> {
    const mine = this.#last.then(async () => await this.#apply(edit));
    this.#last = mine.catch(() => {});
    await mine;
  }

  async #apply(edit: (accounts: readonly OtpAccount[]) => readonly OtpAccount[]): Promise<void> {
    const accounts = edit(this.#accounts);
    if (accounts === this.#accounts) return;
    await this.#vault.put({ recordId: RECORD, type: 'otp', format: FORMAT, value: { accounts } });
    this.#accounts = accounts;
    this.#onChange();
  }
}
