import { and, eq, sql } from 'drizzle-orm';
import type { UserVerificationMethod } from '../../protocol/messages/common.ts';
import type { NewEvent } from '../accounts/EventLog.ts';
import type { Changes } from '../store/Changes.ts';
import { type Nodes, notifySql } from '../store/Nodes.ts';
import { accounts, requests, subscribers, transactions } from '../store/schema.ts';
import type { Executor } from '../store/Store.ts';

/** All that an answer is about, as read at one turn of the subscriber. */
export type Answered = NonNullable<Awaited<ReturnType<SettleStatements['read']>>>;

/** Which account answers which request. */
export interface AnswerIds {
  account: string;
  request: string;
}

export interface Settled {
  ids: AnswerIds;
  /** Where the account must still be attached. */
  attachment: string;
  status: 'approved' | 'denied';
  uv: UserVerificationMethod;
  event: NewEvent;
}

/**
 * The outcome with all that follows from it: at the turn that was read, from the account's socket, or not at all. Each row that
 * is written is a part of what a person waits for, so the subscriber's is locked and left as it is: an approval after wrong
 * numbers, which sets their count back, is not for here. Whatever ends a transaction takes a turn or an event of this account, so
 * with both as they were it is open still; were it not, its event would have no content, which the table refuses with all the rest.
 */
const WRITE = `
  with turn as (
    select from subscribers where id = $2 and turn = $3 and (failures = 0 or $1 = 'denied') for no key update),
  attached as (
    update accounts set event_seq = $6 from turn where id = $4 and attachment = $5 and event_seq = $6 - 1 returning id),
  settled as (
    update transactions set status = $1, sealed_number = null, settled_by = $4, settled_seq = $6, uv = $7, settled_at = $8,
      weakest_match = $12
    from attached where transactions.id = $9 and status = 'open' returning transactions.id)
  insert into events (account_id, seq, jws, created_at)
  select $4, $6, case when settled.id is not null then $10 end, $8 from attached left join settled on true
  returning ${notifySql('$11', `'transaction:' || $9`)} as told`;

/** The two statements of a plain answer to a sign-in. Each way to the database is a part of what a person waits for. */
export class SettleStatements {
  readonly #changes: Changes;
  readonly #nodes: Nodes;
  readonly #read: ReturnType<typeof prepareRead>;

  constructor(changes: Changes, nodes: Nodes) {
    this.#changes = changes;
    this.#nodes = nodes;
    this.#read = prepareRead(changes.db);
  }

  /** Undefined when there is no such account. */
  async read({ account, request }: AnswerIds) {
    const [row] = await this.#read.execute({ account, request });
    return row;
  }

  /** The same within a transaction. */
  async readWithin(tx: Executor, { account, request }: AnswerIds): Promise<Answered | undefined> {
    const [row] = await prepareRead(tx).execute({ account, request });
    return row;
  }

  /** False when what was read or remembered is true no longer. */
  async write({ subscriber, request, transaction }: Answered, settled: Settled): Promise<boolean> {
    if (request === null || transaction === null) return false;
    const { ids, attachment, status, uv, event } = settled;
    const { seq, jws, createdAt } = event;
    const values = [status, subscriber.id, subscriber.turn, ids.account, attachment, seq, uv, createdAt];
    const more = [transaction.id, jws, this.#nodes.sender, request.matchType];
    const rows = await this.#changes.runStatement(WRITE, [...values, ...more], (written) =>
      written.length > 0 ? [`transaction:${transaction.id}`] : [],
    );
    return rows.length > 0;
  }
}

function prepareRead(db: Executor) {
  const [account, request] = [sql.placeholder('account'), sql.placeholder('request')];
  const others = sql`select count(*) from ${requests} as other where other.transaction_id = ${transactions.id} and other.open and other.id <> ${request}`;
  /** Of the event that the account's answer brought, be it the one that settled the transaction. */
  const settledSeq = sql`case when ${transactions.settledBy} = ${accounts.id} then ${transactions.settledSeq} end`;
  const outcomeSeq = sql<number | null>`coalesce(${requests.outcomeSeq}, ${settledSeq})`;
  return db
    .select({
      subscriber: { id: subscribers.id, disabled: subscribers.disabled, turn: subscribers.turn },
      account: { id: accounts.id, status: accounts.status, eventSeq: accounts.eventSeq, attachment: accounts.attachment },
      request: {
        id: requests.id,
        hash: requests.hash,
        outcomeSeq,
        matchType: requests.matchType,
        userVerification: requests.userVerification,
      },
      transaction: transactions,
      /** Open requests of the transaction to other accounts. */
      others: sql<number>`(${others})`.mapWith(Number),
    })
    .from(accounts)
    .innerJoin(subscribers, eq(subscribers.id, accounts.subscriberId))
    .leftJoin(requests, and(eq(requests.id, request), eq(requests.accountId, accounts.id)))
    .leftJoin(transactions, eq(transactions.id, requests.transactionId))
    .where(eq(accounts.id, account))
    .prepare('deskfob_answered');
}
