import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { signMessage } from '../../protocol/jws.ts';
import type { Attached } from '../../protocol/messages/attach.ts';
import type { Mute } from '../../protocol/messages/removal.ts';
import { idSchema, numericDateSchema } from '../../protocol/text.ts';
import type { Account } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import { parseRecord } from '../vault/parseRecord.ts';
import type { Vault } from '../vault/Vault.ts';

const muteRecordSchema = z.object({
  recordId: idSchema,
  /** Record id of the account. */
  account: idSchema,
  /** By the verifier's clock, s. 0: ended. */
  until: numericDateSchema,
  /** The signed bytes, while the verifier has not confirmed them. */
  message: z.string().optional(),
});
type MuteRecord = z.infer<typeof muteRecordSchema>;

export interface MuteState {
  /** By the verifier's clock, ms. */
  untilMs: number;
  /** By the verifier's signed word; until then it counts on this computer alone. */
  isConfirmed: boolean;
}

export interface PendingMute {
  account: Account;
  message: string;
}

export interface MutesParts {
  vault: Vault;
  accounts: Accounts;
  /** The verifier's time of an issuer, ms. */
  verifierNowMs(issuer: string): number;
  onChange(): void;
}

/** Which accounts are muted for a while: the person's wish, kept until the verifier says the same. */
export class Mutes {
  readonly #parts: MutesParts;
  /** By the account's record id. */
  readonly #records = new Map<string, MuteRecord>();

  constructor(parts: MutesParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    this.#records.clear();
    for (const stored of await this.#parts.vault.list('mute')) {
      const record = parseRecord(stored, muteRecordSchema);
      const account = this.#parts.accounts.get(record.account);
      if (account?.secrets === undefined || (record.until * 1000 <= this.#nowMs(account) && record.message === undefined))
        await this.#parts.vault.delete(record.recordId);
      else this.#records.set(record.account, record);
    }
  }

  /** Undefined when the account is not muted, or not any more. */
  of(account: Account): MuteState | undefined {
    const record = this.#records.get(account.recordId);
    if (record === undefined || account.secrets === undefined || record.until * 1000 <= this.#nowMs(account)) return undefined;
    return { untilMs: record.until * 1000, isConfirmed: record.message === undefined };
  }

  /** Signs the wish and keeps it. @param forMs 0 ends the mute */
  async change(account: Account, forMs: number): Promise<void> {
    if (account.secrets === undefined) return;
    const until = forMs === 0 ? 0 : Math.ceil((this.#nowMs(account) + forMs) / 1000);
    const mute: Mute = { v: 1, iss: account.id, aud: account.issuer, jti: randomBytes(16).toString('base64url'), until };
    const message = await signMessage('deskfob-mute+jwt', mute, account.secrets.deviceKey);
    await this.#keep(account, { until, message });
  }

  /** What this verifier has not confirmed yet. */
  pending(issuer: string): PendingMute[] {
    return this.#parts.accounts.of(issuer).flatMap((account) => {
      const message = this.#records.get(account.recordId)?.message;
      return message === undefined || account.secrets === undefined ? [] : [{ account, message }];
    });
  }

  /** The verifier's signed, nonce-bound word. It gives way to a wish that it has not heard yet, and to nothing else. */
  async attached(attached: Attached): Promise<void> {
    for (const { id, mutedUntil: until = 0 } of attached.accounts) {
      const account = this.#parts.accounts.find(attached.iss, id);
      if (account === undefined) continue;
      const record = this.#records.get(account.recordId);
      const wished = record === undefined || record.until <= attached.iat ? 0 : record.until;
      if (record?.message !== undefined && wished !== until) continue;
      if (until === 0) await this.forget(account);
      else if (wished !== until || record?.message !== undefined) await this.#keep(account, { until });
    }
  }

  async forget(account: Account): Promise<void> {
    const record = this.#records.get(account.recordId);
    if (record === undefined) return;
    await this.#parts.vault.delete(record.recordId);
    if (this.#records.get(account.recordId) !== record) return;
    this.#records.delete(account.recordId);
    this.#parts.onChange();
  }

  async #keep(account: Account, mute: Pick<MuteRecord, 'until' | 'message'>): Promise<void> {
    // One record for each account, however many wishes there are at once: the vault keeps their order.
    const recordId = `mute-${account.recordId}`;
    const record: MuteRecord = { recordId, account: account.recordId, ...mute };
    await this.#parts.vault.put({ recordId, type: 'mute', format: 1, value: record });
    this.#records.set(account.recordId, record);
    this.#parts.onChange();
  }

  #nowMs({ issuer }: Account): number {
    return this.#parts.verifierNowMs(issuer);
  }
}
