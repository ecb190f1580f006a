import { and, eq } from 'drizzle-orm';
import type { Device } from '../../protocol/messages/pairing.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Sealer } from '../keys/Sealer.ts';
import type { Passcodes } from '../passcodes/Passcodes.ts';
import type { Ending } from '../requests/Ending.ts';
import { numberPlace } from '../requests/numberPlace.ts';
import type { TransactionStatus } from '../requests/TransactionView.ts';
import type { Signals, Topic } from '../Signals.ts';
import { accounts, pairingKeys, transactions } from '../store/schema.ts';
import type { Database } from '../store/Store.ts';
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
  db: Database;
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
    const { db, clock, sealer } = this.#parts;
    const key = await this.#own(clientId, id);
    const [transaction] =
      key.transactionId === null ? [] : await db.select().from(transactions).where(eq(transactions.id, key.transactionId));
    const [account] =
      key.accountId === null
        ? []
        : await db.select({ waitingUntil: accounts.waitingUntil }).from(accounts).where(eq(accounts.id, key.accountId));
    const nowMs = clock.nowMs();
    const state = key.state === 'unused' && key.expiresAt <= nowMs ? 'expired' : key.state;
    const overdue = transaction?.status === 'open' && transaction.expiresAt <= nowMs;
    const requestState = overdue ? 'expired' : transaction?.status;
    const sealed = state === 'waiting' && requestState === 'open' && transaction !== undefined ? transaction.sealedNumber : null;
    return {
      id,
      state,
      ...(key.device !== null &&
        key.thumbprint !== null && { device: { name: key.device.name, platform: key.device.platform, thumbprint: key.thumbprint } }),
      ...(sealed !== null && transaction !== undefined && { number: sealer.open(numberPlace(transaction.id), sealed) }),
      ...(requestState !== undefined && { requestState }),
      expiresAt: Math.floor((account?.waitingUntil ?? key.expiresAt) / 1000),
    };
  }

  /** Waits while the pairing is as `since` says: a state, or `state:requestState`. */
  async wait(clientId: string, id: string, since: string, waitMs: number): Promise<PairingView> {
    const isNews = (view: PairingView): boolean => since !== view.state && since !== `${view.state}:${view.requestState ?? ''}`;
    return await this.#parts.signals.poll(`pairing:${id}`, waitMs, async () => await this.read(clientId, id), isNews);
  }

  /** Asks the device again, with a new number; the earlier request ends. @throws VerifierError not-found, conflict, disabled */
  async askAgain(clientId: string, id: string): Promise<PairingView> {
    const { db, requests, ending, subscribers } = this.#parts;
    await this.#changeWaiting(clientId, id, async (key, accountId) => {
      return await db.transaction(async (tx) => {
        checkEnabled(await subscribers.lock(tx, key.subscriberId));
        const topics = key.transactionId === null ? [] : await ending.endWithin(tx, key.transactionId, 'withdrawn');
        await requests.ask(tx, key, accountId, undefined);
        return topics;
      });
    });
    return await this.read(clientId, id);
  }

  /** Confirms by the passcode that the app shows. @throws VerifierError not-found, conflict, disabled, refused (wrong passcode) */
  async confirmByPasscode(clientId: string, id: string, passcode: string): Promise<PairingView> {
    const { db, accounts: lifecycle, passcodes, ending, subscribers } = this.#parts;
    let accepted = false;
    await this.#changeWaiting(clientId, id, async (key, accountId) => {
      return await db.transaction(async (tx) => {
        checkEnabled(await subscribers.lock(tx, key.subscriberId));
        const [account] = await tx
          .select()
          .from(accounts)
          .where(and(eq(accounts.id, accountId), eq(accounts.status, 'waiting')))
          .for('update');
        if (account === undefined) throw notWaiting();
        accepted = await passcodes.accept(tx, account, passcode);
        if (!accepted) {
          await passcodes.fail(tx, key.subscriberId);
          return [];
        }
        await subscribers.resetFailures(tx, key.subscriberId);
        const topics = key.transactionId === null ? [] : await ending.endWithin(tx, key.transactionId, 'elsewhere');
        return [...topics, ...(await lifecycle.activate(tx, accountId))];
      });
    });
    if (!accepted) throw new VerifierError('refused', 'The passcode is wrong or was used before.');
    return await this.read(clientId, id);
  }

  async #changeWaiting(clientId: string, id: string, change: (key: PairingKey, accountId: string) => Promise<Topic[]>): Promise<void> {
    const key = await this.#own(clientId, id);
    if (key.state !== 'waiting' || key.accountId === null) throw notWaiting();
    const topics = await change(key, key.accountId);
    for (const topic of new Set<Topic>([...topics, `pairing:${id}`, `account:${key.accountId}`])) this.#parts.signals.emit(topic);
  }

  async #own(clientId: string, id: string): Promise<PairingKey> {
    const [key] = await this.#parts.db
      .select()
      .from(pairingKeys)
      .where(and(eq(pairingKeys.id, id), eq(pairingKeys.clientId, clientId)));
    if (key === undefined) throw new VerifierError('not-found', 'There is no such pairing key.');
    return key;
  }
}

function notWaiting(): VerifierError {
  return new VerifierError('conflict', 'This pairing does not wait for confirmation.');
}
