import type { ErrorCode } from '../../bridge/errors.ts';
import type { Account } from '../accounts/Account.ts';
import type { ConnectionState, VerifierChannel } from './VerifierChannel.ts';

export interface ConnectionStatus {
  state: ConnectionState;
  problem?: ErrorCode;
}

/** One channel for each verifier that some account or some farewell still needs. */
export class Channels {
  readonly #make: (issuer: string) => VerifierChannel;
  readonly #channels = new Map<string, VerifierChannel>();
  readonly #status = new Map<string, ConnectionStatus>();

  constructor(make: (issuer: string) => VerifierChannel) {
    this.#make = make;
  }

  /** Starts what is missing and stops what nobody needs any more. */
  keep(issuers: ReadonlySet<string>): void {
    for (const [issuer, channel] of this.#channels) {
      if (issuers.has(issuer)) continue;
      channel.stop();
      this.#channels.delete(issuer);
      this.#status.delete(issuer);
    }
    for (const issuer of issuers) {
      if (this.#channels.has(issuer)) continue;
      const channel = this.#make(issuer);
      this.#channels.set(issuer, channel);
      channel.start();
    }
  }

  status(issuer: string): ConnectionStatus {
    return this.#status.get(issuer) ?? { state: 'connecting' };
  }

  noteStatus(issuer: string, status: ConnectionStatus): void {
    this.#status.set(issuer, status);
  }

  /** Says anew what this app can do. */
  async attachAll(accounts: readonly Account[]): Promise<void> {
    for (const [issuer, channel] of this.#channels) await channel.attach(accounts.filter((account) => account.issuer === issuer));
  }

  async attach(account: Account): Promise<void> {
    await this.#channels.get(account.issuer)?.attach([account]);
  }

  sendAnswer(issuer: string, answer: string): void {
    this.#channels.get(issuer)?.sendAnswer(answer);
  }

  async sayAgain(issuer: string): Promise<void> {
    await this.#channels.get(issuer)?.sayAgain();
  }

  async sayMutes(issuer: string): Promise<void> {
    await this.#channels.get(issuer)?.sayMutes();
  }

  sendRemoval(issuer: string, proof: string): void {
    this.#channels.get(issuer)?.sendRemoval(proof);
  }

  restartAll(): void {
    for (const channel of this.#channels.values()) channel.restart();
  }

  stopAll(): void {
    this.keep(new Set());
  }
}
