import { LIMITS } from '../../protocol/limits.ts';
import type { Capability } from '../../protocol/messages/attach.ts';
import type { AskingLimit } from '../policy/askingLimits.ts';
import type { AttachableAccount } from '../socket/Whereabouts.ts';
import type { Changes } from '../store/Changes.ts';
import { type Nodes, notifySql } from '../store/Nodes.ts';
import type { NewRequest } from './RequestWriter.ts';
import type { Transaction } from './TransactionView.ts';

/** A subscriber as read at one turn, with the active accounts that are not muted. */
export interface AskedSubscriber {
  id: string;
  name: string;
  disabled: boolean;
  turn: number;
  openSignIns: number;
  /** When sign-ins were asked of it that were not approved, in ms and newest first: as far back as the limits go. */
  askedMs: number[];
  /** Whether there are active accounts that are muted, too. */
  hasMuted: boolean;
  accounts: (AttachableAccount & { supports: Capability[] | null; eventSeq: number })[];
}

export type NewTransaction = Omit<Transaction, 'settledBy' | 'settledSeq' | 'uv' | 'settledAt'>;

/** The subscriber beside one of the accounts, or beside none. */
type ReadRow = Omit<AskedSubscriber, 'accounts' | 'hasMuted'> & {
  account: string | null;
  isMuted: boolean | null;
  supports: Capability[] | null;
  attachment: string | null;
  address: string | null;
  eventSeq: number | null;
};

const READ = `
  select subscribers.id, name, disabled, turn, "openSignIns", "askedMs",
    accounts.id as account, muted_until > $2 as "isMuted", supports, attachment, address, event_seq as "eventSeq"
  from subscribers
  cross join lateral (
    select count(*) filter (where transactions.status = 'open' and expires_at > $2)::int as "openSignIns",
      coalesce(json_agg(transactions.created_at order by transactions.created_at desc)
        filter (where transactions.status <> 'approved'), '[]') as "askedMs"
    from transactions
    where subscriber_id = subscribers.id and kind = 'sign-in' and transactions.created_at > $3) as recent
  left join accounts on accounts.subscriber_id = subscribers.id and accounts.status = 'active'
  where subscribers.CONDITION
  order by accounts.id`;
const READ_BY_NAME = READ.replace('CONDITION', 'name = $1');
const READ_OWNER = READ.replace('CONDITION', 'id = (select subscriber_id from accounts where id = $1)');

/** Inserts at the turn that was read or not at all; an idempotency key that is taken inserts nothing either. */
const WRITE = `
  with turn as (update subscribers set turn = turn + 1 where id = $3 and turn = $14 returning id),
  made as (
    insert into transactions (id, client_id, subscriber_id, kind, status, match_type, sealed_number, weakest_match,
      idempotency_key, body_hash, created_at, expires_at)
    select $1, $2, turn.id, $4, $5, $6, $7, $8, $9, $10, $11, $12 from turn
    on conflict do nothing returning id)
  insert into requests (id, transaction_id, account_id, open, expires_at, jws, hash, match_type, user_verification)
  select r.id, made.id, r.account_id, true, $12, r.jws, r.hash, r.match_type, r.user_verification
  from made, jsonb_to_recordset($13) as
    r(id text, account_id text, jws text, hash text, match_type text, user_verification text)
  returning id, ${notifySql('$15', `'account:' || account_id`)} as told`;

/** The two statements of asking a subscriber. Each way to the database is a part of what a person waits for. */
export class AskStatements {
  readonly #changes: Changes;
  readonly #nodes: Nodes;
  /** How far back transactions can matter. */
  readonly #backMs: number;

  constructor(changes: Changes, nodes: Nodes, limits: readonly AskingLimit[]) {
    this.#changes = changes;
    this.#nodes = nodes;
    this.#backMs = Math.max(LIMITS.requestMaximumLifetimeSeconds * 1000, ...limits.map(({ withinMs }) => withinMs));
  }

  async read(name: string, nowMs: number): Promise<AskedSubscriber | undefined> {
    return askedIn(await this.#changes.runStatement<ReadRow>(READ_BY_NAME, [name, nowMs, nowMs - this.#backMs]));
  }

  async readOwner(accountId: string, nowMs: number): Promise<AskedSubscriber | undefined> {
    return askedIn(await this.#changes.runStatement<ReadRow>(READ_OWNER, [accountId, nowMs, nowMs - this.#backMs]));
  }

  /** False when somebody else's turn came in between, or the idempotency key is taken. */
  async write(turn: number, transaction: NewTransaction, requests: readonly NewRequest[]): Promise<boolean> {
    const { id, clientId, subscriberId, kind, status, matchType, sealedNumber, weakestMatch } = transaction;
    const { idempotencyKey, bodyHash, createdAt, expiresAt } = transaction;
    const records = requests.map((request) => ({
      id: request.id,
      account_id: request.accountId,
      jws: request.jws,
      hash: request.hash,
      match_type: request.matchType,
      user_verification: request.userVerification,
    }));
    const values = [id, clientId, subscriberId, kind, status, matchType, sealedNumber, weakestMatch];
    const more = [idempotencyKey, bodyHash, createdAt, expiresAt, JSON.stringify(records), turn, this.#nodes.sender];
    const written = await this.#changes.runStatement(WRITE, [...values, ...more]);
    return written.length > 0;
  }
}

function askedIn(rows: readonly ReadRow[]): AskedSubscriber | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const { id, name, disabled, turn, openSignIns, askedMs } = first;
  const hasMuted = rows.some(({ isMuted }) => isMuted === true);
  return { id, name, disabled, turn, openSignIns, askedMs, hasMuted, accounts: rows.flatMap(accountIn) };
}

function accountIn({ account, isMuted, supports, attachment, address, eventSeq }: ReadRow): AskedSubscriber['accounts'] {
  return account === null || isMuted !== false || eventSeq === null ? [] : [{ id: account, supports, attachment, address, eventSeq }];
}
