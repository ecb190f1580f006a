import { and, eq } from 'drizzle-orm';
import type { Device } from '../../protocol/messages/pairing.ts';
import type { Account, Accounts } from '../accounts/Accounts.ts';
import type { Sealer } from '../keys/Sealer.ts';
import type { Passcodes } from '../passcodes/Passcodes.ts';
import type { Ending } from '../requests/Ending.ts';
import { numberPlace } from '../requests/numberPlace.ts';
import type { TransactionStatus } from '../requests/TransactionView.ts';
import type { Signals } from '../Signals.ts';
import type { Change, Changes } from '../store/Changes.ts';
import { accounts, pairingKeys, transactions } from '../store/schema.ts';
import { checkEnabled, type Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';
import type { PairingRequests } from './PairingRequests.ts';

type PairingKey = typeof pairingKeys.$inferSelect;

/** What the page that shows the pairing key may know. */
export interface PairingView {
  id: string;
  state: PairingKey['state'];
  device?: { name: string; platform: Device['platform']; thumbprint: string };
  /** The six digits that confirm; only while their request is open. */
  number?: string;
  requestState?: TransactionStatus;
  /** NumericDate: until when the key can be used, or the waiting account be confirmed. */
  expiresAt: number;
}

interface Parts {
  changes: Changes;
  accounts: Accounts;
  subscribers: Subscribers;
  requests: PairingRequests;
  passcodes: Passcodes;
  ending: Ending;
  sealer: Sealer;
  signals: Signals;
  clock: Clock;
}

/** The authenticated session's side of a pairing: follows it, and completes it by number or by passcode. */
export class Confirmation {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws VerifierError not-found, for pairing keys of another client too */
  async read(clientId: string, id: string): Promise<PairingView> {
    const { clock, sealer } = this.#parts;
    const { key, transaction, waitingUntil } = await this.#own(clientId, id);
    const nowMs = clock.nowMs();
    const state = key.state === 'unused' && key.expiresAt <= nowMs ? 'expired' : key.state;
    const overdue = transaction?.status === 'open' && transaction.expiresAt <= nowMs;
    const requestState = overdue ? 'expired' : transaction?.status;
    const open = state === 'waiting' && requestState === 'open' ? transaction : null;
    return {
      id,
      state,
      ...(key.device !== null &&
        key.thumbprint !== null && { device: { name: key.device.name, platform: key.device.platform, thumbprint: key.thumbprint } }),
      ...(open !== null && open.sealedNumber !== null && { number: sealer.open(numberPlace(open.id), open.sealedNumber) }),
      ...(requestState !== undefined && { requestState }),
      expiresAt: Math.floor((waitingUntil ?? key.expiresAt) / 1000),
    };
  }

  /** Waits while the pairing is as `since` says: a state, or `state:requestState`. */
  async wait(clientId: string, id: string, since: string, waitMs: number): Promise<PairingView> {
    const isNews = (view: PairingView): boolean => since !== view.state && since !== `${view.state}:${view.requestState ?? ''}`;
    return await this.#parts.signals.poll(`pairing:${id}`, waitMs, async () => await this.read(clientId, id), isNews);
  }

  /** Asks the device again, with a new number; the earlier request ends. @throws VerifierError not-found, conflict, disabled */
  async askAgain(clientId: string, id: string): Promise<PairingView> {
    const { requests, ending } = this.#parts;
    await this.#changeWaiting(clientId, id, async (change, key, account) => {
      if (key.transactionId !== null) await ending.endWithin(change, key.transactionId, 'withdrawn');
      await requests.ask(change.tx, key, account, undefined);
    });
    return await this.read(clientId, id);
  }

  /** Confirms by the passcode that the app shows. @throws VerifierError not-found, conflict, disabled, refused (wrong passcode) */
  async confirmByPasscode(clientId: string, id: string, passcode: string): Promise<PairingView> {
    const { accounts: lifecycle, passcodes, ending, subscribers } = this.#parts;
    const accepted = await this.#changeWaiting(clientId, id, async (change, key, account) => {
      const { tx } = change;
      if (!(await passcodes.accept(tx, account, passcode))) {
        await passcodes.fail(tx, key.subscriberId);
        return false;
      }
      await subscribers.resetFailures(tx, key.subscriberId);
      if (key.transactionId !== null) await ending.endWithin(change, key.transactionId, 'elsewhere');
      await lifecycle.activate(change, account.id);
      return true;
    });
    if (!accepted) throw new VerifierError('refused', 'The passcode is wrong or was used before.');
    return await this.read(clientId, id);
  }

  /** With the subscriber and the account locked, and only while the account waits for confirmation. */
  async #changeWaiting<T>(
    clientId: string,
    id: string,
    work: (change: Change, key: PairingKey, account: Account) => Promise<T>,
  ): Promise<T> {
    const { changes, subscribers } = this.#parts;
    const { subscriberId } = (await this.#own(clientId, id)).key;
    return await changes.run(async (change) => {
      const { tx, announce } = change;
      checkEnabled(await subscribers.lock(tx, subscriberId));
      const [key] = await tx.select().from(pairingKeys).where(eq(pairingKeys.id, id));
      if (key?.state !== 'waiting' || key.accountId === null) throw notWaiting();
      const waiting = and(eq(accounts.id, key.accountId), eq(accounts.status, 'waiting'));
      const [account] = await tx.select().from(accounts).where(waiting).for('update');
      if (account === undefined) throw notWaiting();
      announce(`pairing:${id}`, `account:${account.id}`);
      return await work(change, key, account);
    });
  }

  /** In one statement, so that what is told of the key, its transaction and its account is of one moment. */
  async #own(clientId: string, id: string) {
    const [own] = await this.#parts.changes.db
      .select({ key: pairingKeys, transaction: transactions, waitingUntil: accounts.waitingUntil })
      .from(pairingKeys)
      .leftJoin(transactions, eq(transactions.id, pairingKeys.transactionId))
      .leftJoin(accounts, eq(accounts.id, pairingKeys.accountId))
      .where(and(eq(pairingKeys.id, id), eq(pairingKeys.clientId, clientId)));
    if (own === undefined) throw new VerifierError('not-found', 'There is no such pairing key.');
    return own;
  }
}

function notWaiting(): VerifierError {
  return new VerifierError('conflict', 'This pairing does not wait for confirmation.');
}
