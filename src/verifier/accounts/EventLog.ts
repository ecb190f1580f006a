import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { AccountEvent } from '../../protocol/messages/event.ts';
import type { VerifierKeys } from '../keys/VerifierKeys.ts';
import { randomId } from '../randomId.ts';
import { accounts, events } from '../store/schema.ts';
import type { Executor, Tx } from '../store/Store.ts';
import { type Clock, seconds } from '../time/Clock.ts';

type WithoutHead<T> = T extends unknown ? Omit<T, 'v' | 'iat' | 'jti' | 'iss' | 'aud' | 'seq'> : never;
export type EventBody = WithoutHead<AccountEvent>;

export interface StoredEvent {
  seq: number;
  jws: string;
}

export type NewEvent = typeof events.$inferInsert;

/** What the verifier has told each account, signed once and kept as bytes. */
export class EventLog {
  readonly #keys: VerifierKeys;
  readonly #issuer: string;
  readonly #clock: Clock;

  constructor(keys: VerifierKeys, issuer: string, clock: Clock) {
    this.#keys = keys;
    this.#issuer = issuer;
    this.#clock = clock;
  }

  /** Appends with the account's next `seq`; the row lock keeps the numbers without gaps. */
  async append(tx: Tx, accountId: string, body: EventBody): Promise<StoredEvent> {
    const [row] = await tx
      .update(accounts)
      .set({ eventSeq: sql`${accounts.eventSeq} + 1` })
      .where(eq(accounts.id, accountId))
      .returning({ seq: accounts.eventSeq });
    if (row === undefined) throw new Error('An event for an account that is gone.');
    const event = await this.write(accountId, row.seq, body);
    await tx.insert(events).values(event);
    return event;
  }

  /** The row of an event, not stored yet, for who has locked the account and counts its `seq` on. */
  async write(accountId: string, seq: number, body: EventBody): Promise<NewEvent> {
    const nowMs = this.#clock.nowMs();
    const head = { v: 1, iat: seconds(nowMs), jti: randomId(), iss: this.#issuer, aud: accountId, seq };
    const jws = await this.#keys.sign('deskfob-event+jwt', { ...head, ...body });
    return { accountId, seq, jws, createdAt: nowMs };
  }

  async after(db: Executor, accountId: string, seq: number): Promise<StoredEvent[]> {
    const columns = { seq: events.seq, jws: events.jws };
    return await db
      .select(columns)
      .from(events)
      .where(and(eq(events.accountId, accountId), gt(events.seq, seq)))
      .orderBy(asc(events.seq));
  }

  async find(db: Executor, accountId: string, seq: number): Promise<string | undefined> {
    const [row] = await db
      .select({ jws: events.jws })
      .from(events)
      .where(and(eq(events.accountId, accountId), eq(events.seq, seq)));
    return row?.jws;
  }
}
