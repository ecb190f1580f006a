import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { issuerSchema } from '../../protocol/issuer.ts';
import { signMessage } from '../../protocol/jws.ts';
import type { Removal } from '../../protocol/messages/removal.ts';
import { idSchema } from '../../protocol/text.ts';
import type { Clock } from '../time/Clock.ts';
import { parseRecord } from '../vault/parseRecord.ts';
import type { Vault } from '../vault/Vault.ts';
import type { Account } from './Account.ts';
import type { Accounts } from './Accounts.ts';

const pendingRemovalSchema = z.object({
  recordId: idSchema,
  issuer: issuerSchema,
  accountId: idSchema,
  /** The signed farewell; the key that signed it is gone. */
  proof: z.string(),
  removedAtMs: z.number(),
});
export type PendingRemoval = z.infer<typeof pendingRemovalSchema>;

/** A verifier remembers a removed account for 90 days; after that nobody is left to hear the farewell. */
const KEEP_MS = 90 * 24 * 3_600_000;

/** Farewells that their verifier has not confirmed yet. The account and its secrets are gone at once, offline too. */
export class Removals {
  readonly #vault: Vault;
  readonly #accounts: Accounts;
  readonly #clock: Clock;
  readonly #pending = new Map<string, PendingRemoval>();

  constructor(vault: Vault, accounts: Accounts, clock: Clock) {
    this.#vault = vault;
    this.#accounts = accounts;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    this.#pending.clear();
    for (const record of await this.#vault.list('removal')) {
      const removal = parseRecord(record, pendingRemovalSchema);
      if (this.#clock.nowMs() - removal.removedAtMs > KEEP_MS) await this.#vault.delete(removal.recordId);
      else this.#pending.set(removal.recordId, removal);
    }
    // Killed between the farewell and the forgetting: finish it.
    for (const { issuer, accountId } of this.#pending.values()) {
      const account = this.#accounts.find(issuer, accountId);
      if (account !== undefined) await this.#accounts.forget(account.recordId);
    }
  }

  of(issuer: string): PendingRemoval[] {
    return [...this.#pending.values()].filter((removal) => removal.issuer === issuer);
  }

  issuers(): string[] {
    return [...new Set([...this.#pending.values()].map((removal) => removal.issuer))];
  }

  /** Signs the farewell, keeps it, then forgets the account with its secrets. */
  async remove(account: Account): Promise<void> {
    if (account.secrets !== undefined) {
      const message: Removal = { v: 1, iss: account.id, aud: account.issuer, jti: randomBytes(16).toString('base64url') };
      const removal: PendingRemoval = {
        recordId: randomBytes(16).toString('base64url'),
        issuer: account.issuer,
        accountId: account.id,
        proof: await signMessage('deskfob-removal+jwt', message, account.secrets.deviceKey),
        removedAtMs: this.#clock.nowMs(),
      };
      await this.#vault.put({ recordId: removal.recordId, type: 'removal', format: 1, value: removal });
      this.#pending.set(removal.recordId, removal);
    }
    await this.#accounts.forget(account.recordId);
  }

  /** The verifier has confirmed by its signed event. */
  async confirmed(issuer: string, accountId: string): Promise<void> {
    for (const removal of this.of(issuer).filter((pending) => pending.accountId === accountId)) {
      await this.#vault.delete(removal.recordId);
      this.#pending.delete(removal.recordId);
    }
  }
}
