import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { verifyMessage } from '../../protocol/jws.ts';
import type { PublicJwk } from '../../protocol/keys.ts';
import { type AttachProof, attachProofSchema, type Capability } from '../../protocol/messages/attach.ts';
import type { AccountStatus } from '../../protocol/messages/common.ts';
import { type Removal, type Mute, muteSchema, removalSchema } from '../../protocol/messages/removal.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { EventLog, StoredEvent } from '../accounts/EventLog.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import type { Signals } from '../Signals.ts';
import { accounts, requests, seenMessages, tombstones, transactions } from '../store/schema.ts';
import type { Database } from '../store/Store.ts';
import type { Clock } from '../time/Clock.ts';
import { peekAccount } from './peekAccount.ts';

/** An account whose proof held: alive with a status, or a tombstone. */
export interface ProvenAccount {
  id: string;
  deviceKey: PublicJwk;
  status: AccountStatus | 'removed';
  /** Events up to here are known to the device. */
  seq: number;
}

interface Parts {
  db: Database;
  accounts: Accounts;
  events: EventLog;
  signals: Signals;
  security: SecurityLog;
  issuer: string;
  clock: Clock;
}

/** What a socket asks of the database, apart from answers. */
export class AttachService {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Checks proofs over this socket's nonce. Unknown accounts and wrong signatures are left out alike. */
  async prove(proofs: readonly string[], nonce: string): Promise<ProvenAccount[]> {
    const claimed = new Map<string, string>();
    for (const proof of proofs) {
      const id = peekAccount(proof);
      if (id !== undefined) claimed.set(id, proof);
    }
    const proven: ProvenAccount[] = [];
    for (const known of await this.#known([...claimed.keys()])) {
      const proof = await this.#verify(claimed.get(known.id) ?? '', known.deviceKey);
      if (proof?.iss === known.id && proof.aud === this.#parts.issuer && proof.nonce === nonce) proven.push({ ...known, seq: proof.seq });
    }
    return proven;
  }

  async recordAttach(ids: readonly string[], address: string, supports: Capability[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#parts.db
      .update(accounts)
      .set({ address, supports, attachedAt: this.#parts.clock.nowMs() })
      .where(inArray(accounts.id, [...ids]));
  }

  async openRequests(accountId: string): Promise<{ id: string; jws: string }[]> {
    const open = and(eq(requests.accountId, accountId), eq(requests.open, true));
    return await this.#parts.db
      .select({ id: requests.id, jws: requests.jws })
      .from(requests)
      .innerJoin(transactions, eq(requests.transactionId, transactions.id))
      .where(open)
      .orderBy(asc(transactions.createdAt));
  }

  async eventsAfter(accountId: string, seq: number): Promise<StoredEvent[]> {
    return await this.#parts.events.after(this.#parts.db, accountId, seq);
  }

  async isRemoved(accountId: string): Promise<boolean> {
    const rows = await this.#parts.db.select({ id: tombstones.accountId }).from(tombstones).where(eq(tombstones.accountId, accountId));
    return rows.length > 0;
  }

  /** @returns the account of a request that exists */
  async accountOfRequest(id: string): Promise<string | undefined> {
    const [row] = await this.#parts.db.select({ accountId: requests.accountId }).from(requests).where(eq(requests.id, id));
    return row?.accountId;
  }

  async markReceived(id: string): Promise<void> {
    const first = and(eq(requests.id, id), isNull(requests.receivedAt));
    const [row] = await this.#parts.db
      .update(requests)
      .set({ receivedAt: this.#parts.clock.nowMs() })
      .where(first)
      .returning({ transaction: requests.transactionId });
    if (row !== undefined) this.#parts.signals.emit(`transaction:${row.transaction}`);
  }

  /**
   * The device gives its account up. Works without an attach, since the proof names and proves the account.
   * @returns the signed `removed` event, the same one each time; undefined when account or signature are not right: the two look the same
   */
  async removeByDevice(jws: string): Promise<string | undefined> {
    const { db, accounts: lifecycle, events, signals, security, issuer } = this.#parts;
    const id = peekAccount(jws);
    const [known] = id === undefined ? [] : await this.#known([id]);
    if (known === undefined) return undefined;
    const removal = await this.#verifyRemoval(jws, known.deviceKey);
    if (removal?.iss !== known.id || removal.aud !== issuer) return undefined;
    const topics = await db.transaction(async (tx) => await lifecycle.removeWithin(tx, known.id, 'device'));
    if (topics !== undefined) security.note('account-removed', { account: known.id, by: 'device' });
    for (const topic of topics ?? []) signals.emit(topic);
    const [grave] = await db.select().from(tombstones).where(eq(tombstones.accountId, known.id));
    return grave === undefined ? undefined : await events.find(db, known.id, grave.seq);
  }

  /** Pauses pushes to an attached account. @returns false when the same id came with other bytes @throws ProtocolError */
  async mute(account: { id: string; deviceKey: PublicJwk }, jws: string): Promise<'done' | 'conflict' | 'wrong'> {
    const { db, issuer, clock } = this.#parts;
    const mute: Mute = await verifyMessage('deskfob-mute+jwt', jws, muteSchema, () => account.deviceKey);
    if (mute.iss !== account.id || mute.aud !== issuer) return 'wrong';
    const hash = await messageHash(jws);
    return await db.transaction(async (tx) => {
      const fresh = await tx
        .insert(seenMessages)
        .values({ accountId: account.id, jti: mute.jti, hash, seenAt: clock.nowMs() })
        .onConflictDoNothing()
        .returning();
      if (fresh.length > 0) {
        await tx
          .update(accounts)
          .set({ mutedUntil: mute.until * 1000 })
          .where(eq(accounts.id, account.id));
        return 'done';
      }
      const [seen] = await tx
        .select()
        .from(seenMessages)
        .where(and(eq(seenMessages.accountId, account.id), eq(seenMessages.jti, mute.jti)));
      return seen?.hash === hash ? 'done' : 'conflict';
    });
  }

  async #known(ids: string[]): Promise<Omit<ProvenAccount, 'seq'>[]> {
    if (ids.length === 0) return [];
    const { db } = this.#parts;
    const alive = await db
      .select({ id: accounts.id, deviceKey: accounts.deviceKey, status: accounts.status })
      .from(accounts)
      .where(inArray(accounts.id, ids));
    if (alive.length === ids.length) return alive;
    const gone = await db
      .select({ id: tombstones.accountId, deviceKey: tombstones.deviceKey })
      .from(tombstones)
      .where(inArray(tombstones.accountId, ids));
    return [...alive, ...gone.map((row) => ({ ...row, status: 'removed' as const }))];
  }

  async #verifyRemoval(jws: string, deviceKey: PublicJwk): Promise<Removal | undefined> {
    try {
      return await verifyMessage('deskfob-removal+jwt', jws, removalSchema, () => deviceKey);
    } catch {
      return undefined;
    }
  }

  async #verify(proof: string, deviceKey: PublicJwk): Promise<AttachProof | undefined> {
    try {
      return await verifyMessage('deskfob-attach+jwt', proof, attachProofSchema, () => deviceKey);
    } catch {
      return undefined;
    }
  }
}
