/** What of a connection the rest needs: to wake it for an account, and to take an account from it. */
export interface AttachedConnection {
  readonly address: string;
  wake(accountId: string): void;
  replaced(accountId: string): void;
}

/** Which account is attached on which connection of this node. The newest attach wins. */
export class Attachments {
  readonly #connections = new Map<string, AttachedConnection>();
  readonly #onSignal: (accountId: string, wake: () => void) => () => void;
  readonly #stops = new Map<string, () => void>();

  /** @param onSignal subscribes to news of an account; returns how to stop */
  constructor(onSignal: (accountId: string, wake: () => void) => () => void) {
    this.#onSignal = onSignal;
  }

  attach(accountId: string, connection: AttachedConnection): void {
    const earlier = this.#connections.get(accountId);
    if (earlier === connection) return;
    if (earlier !== undefined) {
      this.detach(accountId, earlier);
      earlier.replaced(accountId);
    }
    this.#connections.set(accountId, connection);
    this.#stops.set(
      accountId,
      this.#onSignal(accountId, () => connection.wake(accountId)),
    );
  }

  detach(accountId: string, connection: AttachedConnection): void {
    if (this.#connections.get(accountId) !== connection) return;
    this.#connections.delete(accountId);
    this.#stops.get(accountId)?.();
    this.#stops.delete(accountId);
  }

  addressOf(accountId: string): string | undefined {
    return this.#connections.get(accountId)?.address;
  }
}
