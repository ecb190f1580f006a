import { inArray, lt } from 'drizzle-orm';
import type { Accounts } from './accounts/Accounts.ts';
import type { PairingKeys } from './pairings/PairingKeys.ts';
import type { Ending } from './requests/Ending.ts';
import { events, pairingKeys, requests, seenMessages, tombstones, transactions } from './store/schema.ts';
import type { Database, Store } from './store/Store.ts';
import type { Clock } from './time/Clock.ts';

const DAY_MS = 24 * 3_600_000;
/** How long events and tombstones wait for a device that is away. */
const KEEP_EVENTS_MS = 90 * DAY_MS;
const KEEP_TRANSACTIONS_MS = 90 * DAY_MS;
const KEEP_PAIRING_KEYS_MS = DAY_MS;
const PURGE_EVERY_MS = 3_600_000;

/** Ends what is past its time and forgets what is old. */
export class Sweeper {
  readonly #db: Database;
  readonly #store: Store;
  readonly #accounts: Accounts;
  readonly #ending: Ending;
  readonly #pairingKeys: PairingKeys;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #purgedAtMs = 0;

  constructor(store: Store, accounts: Accounts, ending: Ending, keys: PairingKeys, clock: Clock, onError: (error: unknown) => void) {
    this.#db = store.db;
    this.#store = store;
    this.#accounts = accounts;
    this.#ending = ending;
    this.#pairingKeys = keys;
    this.#clock = clock;
    this.#onError = onError;
  }

  start(intervalMs: number): void {
    const next = (): void => {
      this.#running = this.sweep()
        .catch(this.#onError)
        .then(() => {
          if (this.#timer !== undefined) this.#timer = setTimeout(next, intervalMs);
        });
    };
    this.#timer = setTimeout(next, intervalMs);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  async sweep(): Promise<void> {
    await this.#ending.expireOverdue();
    await this.#accounts.expireWaiting();
    await this.#pairingKeys.expireUnused();
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#purgedAtMs >= PURGE_EVERY_MS) {
      this.#purgedAtMs = nowMs;
      await this.#purge(nowMs);
    }
  }

  async #purge(nowMs: number): Promise<void> {
    await this.#db.delete(events).where(lt(events.createdAt, nowMs - KEEP_EVENTS_MS));
    await this.#db.delete(tombstones).where(lt(tombstones.removedAt, nowMs - KEEP_EVENTS_MS));
    await this.#db.delete(seenMessages).where(lt(seenMessages.seenAt, nowMs - KEEP_EVENTS_MS));
    await this.#purgeTransactions(nowMs - KEEP_TRANSACTIONS_MS);
    await this.#db.delete(pairingKeys).where(lt(pairingKeys.expiresAt, nowMs - KEEP_PAIRING_KEYS_MS));
    await this.#store.reclaim();
  }

  /** Requests first: whatever stops in between, the next purge finds them by their transactions. */
  async #purgeTransactions(untilMs: number): Promise<void> {
    const old = lt(transactions.expiresAt, untilMs);
    const ids = this.#db.select({ id: transactions.id }).from(transactions).where(old);
    await this.#db.delete(requests).where(inArray(requests.transactionId, ids));
    await this.#db.delete(transactions).where(old);
  }
}
