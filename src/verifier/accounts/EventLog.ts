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
    const nowMs = this.#clock.nowMs();
    const head = { v: 1, iat: seconds(nowMs), jti: randomId(), iss: this.#issuer, aud: accountId, seq: row.seq };
    const jws = await this.#keys.sign('deskfob-event+jwt', { ...head, ...body });
    await tx.insert(events).values({ accountId, seq: row.seq, jws, createdAt: nowMs });
    return { seq: row.seq, jws };
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
