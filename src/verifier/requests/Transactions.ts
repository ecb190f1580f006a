import { hash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Origin } from '../../protocol/messages/request.ts';
import type { Faults } from '../faults.ts';
import type { Sealer } from '../keys/Sealer.ts';
import type { Application, Applications } from '../policy/Applications.ts';
import type { AskingLimit } from '../policy/askingLimits.ts';
import { type Compliance, complianceOf } from '../policy/compliance.ts';
import type { MatchType } from '../policy/policyTable.ts';
import { randomId } from '../randomId.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import type { Signals } from '../Signals.ts';
import type { Attachments } from '../socket/Attachments.ts';
import type { Changes } from '../store/Changes.ts';
import { requests, transactions } from '../store/schema.ts';
import type { Database } from '../store/Store.ts';
import { noSuchSubscriber } from '../subscribers/Subscribers.ts';
import { type Clock, seconds } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';
import type { AskedSubscriber, AskStatements, NewTransaction } from './AskStatements.ts';
import type { Ending } from './Ending.ts';
import { numberPlace } from './numberPlace.ts';
import type { OpenRequests } from './OpenRequests.ts';
import { planRequests, type RequestPlan } from './planRequests.ts';
import type { ReadAhead } from './ReadAhead.ts';
import { noAccount, refusalToAsk } from './refusals.ts';
import type { NewRequest, RequestWriter } from './RequestWriter.ts';
import { type Transaction, type TransactionView, viewOf } from './TransactionView.ts';

export interface SignIn {
  subscriber: string;
  /** Id of a registered application. */
  application: string;
  /** `address` canonical. */
  origin?: { address?: string | undefined; client?: string | undefined } | undefined;
  message?: string | undefined;
}

export interface CreatedTransaction {
  id: string;
  status: Transaction['status'];
  /** NumericDate */
  expiresAt: number;
  /** What the page shows: the strictest of what the devices are asked, and the number where one of them needs it. */
  match: { type: MatchType; number?: string };
  /** Of the weakest of what the devices are asked. */
  compliance: Compliance;
}

interface Parts {
  changes: Changes;
  statements: AskStatements;
  readAhead: ReadAhead;
  openRequests: OpenRequests;
  attachments: Attachments;
  applications: Applications;
  writer: RequestWriter;
  ending: Ending;
  sealer: Sealer;
  signals: Signals;
  security: SecurityLog;
  limits: readonly AskingLimit[];
  clock: Clock;
  faults: Faults;
}

/** A subscriber with what each account is to be asked. */
interface Asking {
  asked: AskedSubscriber;
  plan: RequestPlan;
}

/** Turns that others may take between reading a subscriber and writing. */
const MOST_TRIES = 20;

/** Sign-in transactions: asked by an API client, sent to every device of the subscriber, settled by the first answer. */
export class Transactions {
  readonly #parts: Parts;
  readonly #own: ReturnType<typeof prepareOwn>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#own = prepareOwn(parts.changes.db);
  }

  /**
   * @param idempotencyKey the same key with the same content gets the same transaction
   * @throws VerifierError not-found, disabled, asked-too-often, too-many-open, no-account, conflict
   */
  async create(clientId: string, signIn: SignIn, idempotencyKey?: string): Promise<CreatedTransaction> {
    const { statements, attachments, applications, writer, faults } = this.#parts;
    const application = await applications.get(signIn.application);
    const body = JSON.stringify([signIn.subscriber, signIn.application, signIn.origin, signIn.message]);
    const bodyHash = hash('sha256', body, 'base64url');
    const place = await writer.place(signIn.origin?.address);
    const client = signIn.origin?.client;
    const origin: Origin | undefined =
      place === undefined && client === undefined ? undefined : { ...place, ...(client !== undefined && { client }) };
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const earlier = await this.#earlier(clientId, bodyHash, idempotencyKey);
      if (earlier !== undefined) return created(earlier, this.#numberOf(earlier));
      const { asked, plan } =
        (await this.#readAhead(signIn.subscriber, application, origin)) ?? (await this.#read(signIn.subscriber, application, origin));
      const transaction = this.#open(application, plan, { clientId, subscriberId: asked.id, idempotencyKey, bodyHash });
      const content = { transaction, application: application.name, message: signIn.message, origin };
      const requests = await Promise.all(plan.requests.map(async (planned) => await writer.write(planned, content)));
      await faults('transaction:created');
      if (!(await statements.write(asked.turn, transaction, requests))) continue;
      await faults('transaction:committed');
      this.#remember({ asked, plan }, transaction, requests);
      for (const { accountId, id, jws } of requests) attachments.offer(accountId, { id, jws });
      return created(transaction, plan.number);
    }
    throw new VerifierError('unavailable', 'Too much happens for this subscriber at once. Try again.');
  }

  /** What the answer will be about, true at the turn that was just taken. Of several devices' answers each reads for itself. */
  #remember({ asked, plan }: Asking, transaction: NewTransaction, requests: readonly NewRequest[]): void {
    const { id, disabled, turn } = asked;
    const account = asked.accounts.find((one) => one.id === requests[0]?.accountId);
    const [request] = requests;
    if (account === undefined || request === undefined || requests.length > 1) return;
    this.#parts.openRequests.remember({
      subscriber: { id, disabled, turn: turn + 1 },
      account: { id: account.id, status: 'active', eventSeq: account.eventSeq, attachment: account.attachment },
      request: { ...request, outcomeSeq: null },
      transaction: { ...transaction, settledBy: null, settledSeq: null, uv: null, settledAt: null },
      others: 0,
      number: plan.number,
    });
  }

  /**
   * What was read ahead, where it lets the subscriber be asked: whether not to ask is for the database to say. Accounts that
   * are attached elsewhere may have moved since, and with them the place that the request would show.
   */
  async #readAhead(name: string, application: Application, origin: Origin | undefined): Promise<Asking | undefined> {
    const { readAhead, attachments } = this.#parts;
    const known = readAhead.take(name);
    if (known === undefined || !known.accounts.every(({ id }) => attachments.addressOf(id) !== undefined)) return undefined;
    const judged = await this.#judge(known, application, origin);
    return judged instanceof VerifierError ? undefined : judged;
  }

  /** @throws VerifierError not-found, disabled, asked-too-often, too-many-open, no-account */
  async #read(name: string, application: Application, origin: Origin | undefined): Promise<Asking> {
    const asked = await this.#parts.statements.read(name, this.#parts.clock.nowMs());
    if (asked === undefined) throw noSuchSubscriber();
    const judged = await this.#judge(asked, application, origin);
    if (!(judged instanceof VerifierError)) return judged;
    if (judged.code === 'asked-too-often') this.#parts.security.note('subscriber-asked-too-often', { subscriber: asked.id });
    throw judged;
  }

  /** What each account is to be asked, or why there is nobody to ask. */
  async #judge(asked: AskedSubscriber, application: Application, origin: Origin | undefined): Promise<Asking | VerifierError> {
    const { changes, writer, limits, clock } = this.#parts;
    const refusal = refusalToAsk(asked, limits, clock.nowMs());
    if (refusal !== undefined) return refusal;
    const located = await Promise.all(asked.accounts.map(async (account) => await writer.locate(changes.db, account, origin)));
    const plan = planRequests(application.policy, located);
    return plan === undefined ? noAccount() : { asked, plan };
  }

  #open(
    application: Application,
    { matchType, weakestMatch, number }: RequestPlan,
    values: { clientId: string; subscriberId: string; idempotencyKey: string | undefined; bodyHash: string },
  ): NewTransaction {
    const { clock, sealer } = this.#parts;
    const id = randomId();
    const nowMs = clock.nowMs();
    return {
      ...values,
      id,
      kind: 'sign-in',
      status: 'open',
      matchType,
      weakestMatch,
      sealedNumber: number === undefined ? null : sealer.seal(numberPlace(id), number),
      idempotencyKey: values.idempotencyKey ?? null,
      createdAt: nowMs,
      expiresAt: (seconds(nowMs) + application.lifetimeSeconds) * 1000,
    };
  }

  /** @throws VerifierError not-found, for transactions of another client too */
  async read(clientId: string, id: string): Promise<TransactionView> {
    const { ending, clock } = this.#parts;
    const view = await this.#view(clientId, id);
    if (view.status !== 'open' || view.expiresAt * 1000 > clock.nowMs()) return view;
    await ending.end(id, 'expired');
    return await this.#view(clientId, id);
  }

  /** As {@link read}, answering only when it is settled or `waitMs` have passed. */
  async wait(clientId: string, id: string, waitMs: number): Promise<TransactionView> {
    return await this.#parts.signals.poll(
      `transaction:${id}`,
      waitMs,
      async () => await this.read(clientId, id),
      (view) => view.status !== 'open',
    );
  }

  /** @throws VerifierError not-found */
  async cancel(clientId: string, id: string): Promise<TransactionView> {
    await this.#view(clientId, id);
    await this.#parts.ending.end(id, 'withdrawn');
    return await this.read(clientId, id);
  }

  /** @throws VerifierError not-found */
  async #view(clientId: string, id: string): Promise<TransactionView> {
    const [row] = await this.#own.execute({ clientId, id });
    if (row === undefined) throw new VerifierError('not-found', 'There is no such transaction.');
    return viewOf(row.transaction, row.received);
  }

  /** @throws VerifierError conflict */
  async #earlier(clientId: string, bodyHash: string, idempotencyKey: string | undefined): Promise<Transaction | undefined> {
    if (idempotencyKey === undefined) return undefined;
    const own = and(eq(transactions.clientId, clientId), eq(transactions.idempotencyKey, idempotencyKey));
    const [row] = await this.#parts.changes.db.select().from(transactions).where(own);
    if (row === undefined) return undefined;
    if (row.bodyHash !== bodyHash) throw new VerifierError('conflict', 'The idempotency key was used for another transaction.');
    if (row.status !== 'open' || row.expiresAt > this.#parts.clock.nowMs()) return row;
    await this.#parts.ending.end(row.id, 'expired');
    return { ...row, status: 'expired', sealedNumber: null };
  }

  #numberOf({ id, sealedNumber }: NewTransaction): string | undefined {
    return sealedNumber === null ? undefined : this.#parts.sealer.open(numberPlace(id), sealedNumber);
  }
}

/** A client's own transaction, as often as it asks. */
function prepareOwn(db: Database) {
  const [clientId, id] = [sql.placeholder('clientId'), sql.placeholder('id')];
  // Named in full: of one table alone columns are written without its name, which `requests` has as well.
  const received = sql<boolean>`exists (select 1 from ${requests} as sent where sent.transaction_id = ${transactions}.id and sent.received_at is not null)`;
  return db
    .select({ transaction: transactions, received })
    .from(transactions)
    .where(and(eq(transactions.id, id), eq(transactions.clientId, clientId), eq(transactions.kind, 'sign-in')))
    .prepare('deskfob_own_transaction');
}

function created({ id, status, expiresAt, matchType, weakestMatch }: NewTransaction, number: string | undefined): CreatedTransaction {
  const match = { type: matchType, ...(number !== undefined && { number }) };
  return { id, status, expiresAt: expiresAt / 1000, match, compliance: complianceOf(weakestMatch) };
}
