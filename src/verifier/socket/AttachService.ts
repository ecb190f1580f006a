import { and, asc, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { verifyMessage } from '../../protocol/jws.ts';
import { type PublicJwk, thumbprint } from '../../protocol/keys.ts';
import { type AttachProof, attachProofSchema, type Capability } from '../../protocol/messages/attach.ts';
import type { AccountStatus } from '../../protocol/messages/common.ts';
import { type Removal, type Mute, muteSchema, removalSchema } from '../../protocol/messages/removal.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { EventLog, StoredEvent } from '../accounts/EventLog.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import type { Changes } from '../store/Changes.ts';
import type { Nodes } from '../store/Nodes.ts';
import { accounts, pairingKeys, requests, seenMessages, tombstones, transactions } from '../store/schema.ts';
import type { Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';
import { peekAccount } from './peekAccount.ts';
import { nodeOf } from './Whereabouts.ts';

/** An account whose proof held: alive with a status, or a tombstone. */
export interface ProvenAccount {
  id: string;
  deviceKey: PublicJwk;
  /** Thumbprint of the device key: what the device's messages name it by. */
  kid: string;
  status: AccountStatus | 'removed';
  /** Events up to here are known to the device. */
  seq: number;
  /** Events up to here are in the status. */
  statusSeq: number;
  /** Ms; 0 or past when it is not muted. */
  mutedUntil: number;
}

/** `statusSeq`: of the events that this verifier knows. */
type KnownAccount = Omit<ProvenAccount, 'seq' | 'kid'>;

/** No account comes near it; a number beyond fits into no row. */
const HIGHEST_SEQ = 1_000_000_000;

interface Parts {
  changes: Changes;
  nodes: Nodes;
  accounts: Accounts;
  subscribers: Subscribers;
  events: EventLog;
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
      if (proof?.iss !== known.id || proof.aud !== this.#parts.issuer || proof.nonce !== nonce) continue;
      if (proof.seq > known.statusSeq && !(await this.#goOnAfter(known, proof.seq))) continue;
      const kid = await thumbprint(known.deviceKey);
      proven.push({ ...known, kid, seq: proof.seq, statusSeq: Math.max(known.statusSeq, proof.seq) });
    }
    return proven;
  }

  /** The newest attach wins: from here on only `attachment` counts for these accounts, and other nodes hear of it. */
  async recordAttach(ids: readonly string[], attachment: string, address: string, supports: Capability[]): Promise<void> {
    if (ids.length === 0) return;
    const { changes, nodes, clock } = this.#parts;
    const those = inArray(accounts.id, [...ids]);
    await changes.run(async ({ tx, announce }) => {
      const columns = { id: accounts.id, attachment: accounts.attachment };
      for (const before of await tx.select(columns).from(accounts).where(those).orderBy(asc(accounts.id)).for('update'))
        if (before.attachment !== null && nodeOf(before.attachment) !== nodes.id) announce(`attachment:${before.id}`);
      await tx.update(accounts).set({ attachment, address, supports, attachedAt: clock.nowMs() }).where(those);
    });
  }

  /**
   * A device that attaches has its account, so a pairing that nobody is to confirm is complete. Not before: the reply to its
   * proof may have been lost, and is given again only while the account waits.
   * @param waiting accounts that are attached and wait
   */
  async completePairings(waiting: readonly string[]): Promise<void> {
    if (waiting.length === 0) return;
    const { changes, subscribers, accounts: lifecycle } = this.#parts;
    const alone = and(
      inArray(pairingKeys.accountId, [...waiting]),
      eq(pairingKeys.state, 'waiting'),
      eq(pairingKeys.needsConfirmation, false),
    );
    const keys = await changes.db.select({ accountId: pairingKeys.accountId }).from(pairingKeys).where(alone);
    for (const { accountId } of keys) {
      if (accountId === null) continue;
      await changes.run(async (change) => {
        const owner = await subscribers.lockOwner(change.tx, accountId);
        if (owner?.disabled === false) await lifecycle.activate(change, accountId);
      });
    }
  }

  /** The socket is gone. Only other nodes need to know it from the database. */
  async recordDetach(ids: readonly string[], attachment: string): Promise<void> {
    const { changes, nodes } = this.#parts;
    if (ids.length === 0 || !nodes.areShared) return;
    const own = changes.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(inArray(accounts.id, [...ids]), eq(accounts.attachment, attachment)))
      .orderBy(asc(accounts.id))
      .for('update');
    await changes.db.update(accounts).set({ attachment: null }).where(inArray(accounts.id, own));
  }

  /** Whether the account is still attached there, and not on another node meanwhile. */
  async isAttached(accountId: string, attachment: string): Promise<boolean> {
    const [row] = await this.#parts.changes.db.select({ attachment: accounts.attachment }).from(accounts).where(eq(accounts.id, accountId));
    return row === undefined || row.attachment === attachment;
  }

  async openRequests(accountId: string): Promise<{ id: string; jws: string }[]> {
    const living = gt(requests.expiresAt, this.#parts.clock.nowMs());
    const open = and(eq(requests.accountId, accountId), eq(requests.open, true), living, eq(transactions.status, 'open'));
    return await this.#parts.changes.db
      .select({ id: requests.id, jws: requests.jws })
      .from(requests)
      .innerJoin(transactions, eq(requests.transactionId, transactions.id))
      .where(open)
      .orderBy(asc(transactions.createdAt));
  }

  async eventsAfter(accountId: string, seq: number): Promise<StoredEvent[]> {
    return await this.#parts.events.after(this.#parts.changes.db, accountId, seq);
  }

  async isRemoved(accountId: string): Promise<boolean> {
    const found = eq(tombstones.accountId, accountId);
    const rows = await this.#parts.changes.db.select({ id: tombstones.accountId }).from(tombstones).where(found);
    return rows.length > 0;
  }

  /** @returns the account of a request that exists */
  async accountOfRequest(id: string): Promise<string | undefined> {
    const [row] = await this.#parts.changes.db.select({ accountId: requests.accountId }).from(requests).where(eq(requests.id, id));
    return row?.accountId;
  }

  async markReceived(id: string): Promise<void> {
    const first = and(eq(requests.id, id), isNull(requests.receivedAt));
    await this.#parts.changes.db.update(requests).set({ receivedAt: this.#parts.clock.nowMs() }).where(first);
  }

  /**
   * The device gives its account up. Works without an attach, since the proof names and proves the account.
   * @returns the signed `removed` event, the same one each time; undefined when account or signature are not right: the two look the same
   */
  async removeByDevice(jws: string): Promise<string | undefined> {
    const { changes, accounts: lifecycle, events, security, issuer } = this.#parts;
    const { db } = changes;
    const id = peekAccount(jws);
    const [known] = id === undefined ? [] : await this.#known([id]);
    if (known === undefined) return undefined;
    const removal = await this.#verifyRemoval(jws, known.deviceKey);
    if (removal?.iss !== known.id || removal.aud !== issuer) return undefined;
    if (await lifecycle.remove(known.id, 'device')) security.note('account-removed', { account: known.id, by: 'device' });
    const [grave] = await db.select().from(tombstones).where(eq(tombstones.accountId, known.id));
    return grave === undefined ? undefined : await events.find(db, known.id, grave.seq);
  }

  /** Pauses pushes to an attached account. @returns false when the same id came with other bytes @throws ProtocolError */
  async mute(account: { id: string; deviceKey: PublicJwk }, jws: string): Promise<'done' | 'conflict' | 'wrong'> {
    const { changes, subscribers, issuer, clock } = this.#parts;
    const mute: Mute = await verifyMessage('deskfob-mute+jwt', jws, muteSchema, () => account.deviceKey);
    if (mute.iss !== account.id || mute.aud !== issuer) return 'wrong';
    const hash = messageHash(jws);
    return await changes.run(async ({ tx }) => {
      await subscribers.lockOwner(tx, account.id);
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

  /**
   * A device knows of events that this verifier does not: it was restored from an older backup. New ones must be numbered
   * above those, or the device would ignore them.
   * @returns false for a tombstone, whose last event is signed already: the device finds its account rejected
   */
  async #goOnAfter(account: KnownAccount, seq: number): Promise<boolean> {
    if (account.status === 'removed' || seq > HIGHEST_SEQ) return false;
    this.#parts.security.note('events-unknown', { account: account.id });
    await this.#parts.changes.db
      .update(accounts)
      .set({ eventSeq: seq })
      .where(and(eq(accounts.id, account.id), lt(accounts.eventSeq, seq)));
    return true;
  }

  async #known(ids: string[]): Promise<KnownAccount[]> {
    if (ids.length === 0) return [];
    const { db } = this.#parts.changes;
    const alive = await db
      .select({
        id: accounts.id,
        deviceKey: accounts.deviceKey,
        status: accounts.status,
        statusSeq: accounts.eventSeq,
        mutedUntil: accounts.mutedUntil,
      })
      .from(accounts)
      .where(inArray(accounts.id, ids));
    if (alive.length === ids.length) return alive;
    const gone = await db
      .select({ id: tombstones.accountId, deviceKey: tombstones.deviceKey, statusSeq: tombstones.seq })
      .from(tombstones)
      .where(inArray(tombstones.accountId, ids));
    return [...alive, ...gone.map((row) => ({ ...row, status: 'removed' as const, mutedUntil: 0 }))];
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
