import { parseRecord } from '../vault/parseRecord.ts';
import type { Vault } from '../vault/Vault.ts';
import { type Account, accountSchema, isDead } from './Account.ts';

const FORMAT = 1;

/** What is paired. The vault is the truth; this holds its opened copy while the vault is open. */
export class Accounts {
  readonly #vault: Vault;
  readonly #onChange: () => void;
  readonly #accounts = new Map<string, Account>();
  /** Ids are random and never used again: what was forgotten stays forgotten, whoever still holds a copy of it. */
  readonly #forgotten = new Set<string>();

  constructor(vault: Vault, onChange: () => void) {
    this.#vault = vault;
    this.#onChange = onChange;
  }

  /** @throws VaultError also when one record is damaged: nothing is dropped silently */
  async load(): Promise<void> {
    this.#accounts.clear();
    for (const record of await this.#vault.list('account')) {
      const account = parseRecord(record, accountSchema);
      this.#accounts.set(account.recordId, account);
    }
    this.#onChange();
  }

  /** Oldest pairing first, so that cards keep their places. */
  all(): Account[] {
    return [...this.#accounts.values()].toSorted((a, b) => a.pairedAtMs - b.pairedAtMs);
  }

  get(recordId: string): Account | undefined {
    return this.#accounts.get(recordId);
  }

  /** The account that a verifier calls `id`. */
  find(issuer: string, id: string): Account | undefined {
    return this.all().find((account) => account.issuer === issuer && account.id === id);
  }

  of(issuer: string): Account[] {
    return this.all().filter((account) => account.issuer === issuer);
  }

  /** Dead entries of the same person at the same organisation, whose place a new pairing takes. */
  deadTwins(account: Account): Account[] {
    return this.of(account.issuer).filter(
      (other) => other.recordId !== account.recordId && other.subscriber === account.subscriber && isDead(other),
    );
  }

  /** Durable when it resolves. Does nothing for an account that was forgotten meanwhile. */
  async save(account: Account): Promise<void> {
    if (this.#forgotten.has(account.recordId)) return;
    await this.#vault.put({ recordId: account.recordId, type: 'account', format: FORMAT, value: account });
    // Forgotten meanwhile: the vault keeps the order of the calls, so that the record is gone.
    if (this.#forgotten.has(account.recordId)) return;
    this.#accounts.set(account.recordId, account);
    this.#onChange();
  }

  /** Deletes the record with its secrets; durable when it resolves. */
  async forget(recordId: string): Promise<void> {
    this.#forgotten.add(recordId);
    try {
      await this.#vault.delete(recordId);
    } catch (error) {
      this.#forgotten.delete(recordId);
      throw error;
    }
    this.#accounts.delete(recordId);
    this.#onChange();
  }
}
