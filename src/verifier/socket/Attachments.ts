import type { ReadAhead } from '../requests/ReadAhead.ts';
import type { Signals } from '../Signals.ts';

/** A signed request, as it is sent. */
export interface SentRequest {
  id: string;
  jws: string;
}

/** What of a connection the rest needs: to tell it that there is news for an account, and to take an account from it. */
export interface AttachedConnection {
  readonly address: string;
  /** Something waits in the database for the account. */
  wake(accountId: string): void;
  /** This new request waits there, and need not be read. */
  offer(accountId: string, request: SentRequest): void;
  /** The account may have been attached on another node. */
  recheck(accountId: string): void;
  replaced(accountId: string): void;
}

/** Which account is attached on which connection of this node. The newest attach wins. */
export class Attachments {
  readonly #connections = new Map<string, AttachedConnection>();
  readonly #signals: Signals;
  readonly #readAhead: ReadAhead;
  readonly #stops = new Map<string, () => void>();

  constructor(signals: Signals, readAhead: ReadAhead) {
    this.#signals = signals;
    this.#readAhead = readAhead;
  }

  attach(accountId: string, connection: AttachedConnection): void {
    const earlier = this.#connections.get(accountId);
    if (earlier === connection) return;
    if (earlier !== undefined) {
      this.detach(accountId, earlier);
      earlier.replaced(accountId);
    }
    this.#connections.set(accountId, connection);
    const stopWaking = this.#signals.on(`account:${accountId}`, () => {
      connection.wake(accountId);
      this.#readAhead.prepare(accountId);
    });
    const stopChecking = this.#signals.on(`attachment:${accountId}`, () => connection.recheck(accountId));
    this.#stops.set(accountId, () => {
      stopWaking();
      stopChecking();
    });
    this.#readAhead.prepare(accountId);
  }

  detach(accountId: string, connection: AttachedConnection): void {
    if (this.#connections.get(accountId) !== connection) return;
    this.#connections.delete(accountId);
    this.#stops.get(accountId)?.();
    this.#stops.delete(accountId);
  }

  /** Hands a committed request to the account's connection, if it is on this node; whoever attaches later reads it. */
  offer(accountId: string, request: SentRequest): void {
    this.#connections.get(accountId)?.offer(accountId, request);
  }

  addressOf(accountId: string): string | undefined {
    return this.#connections.get(accountId)?.address;
  }
}
