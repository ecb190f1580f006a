import { peekPayload } from '../../protocol/jws.ts';
import { type Device, pairingProofSchema } from '../../protocol/messages/pairing.ts';
import { thumbprint } from '../../protocol/keys.ts';
import type { Account } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Clock } from '../time/Clock.ts';
import { parseRecord } from '../vault/parseRecord.ts';
import type { Vault } from '../vault/Vault.ts';
import type { KnownVerifier } from '../verifiers/KnownVerifier.ts';
import type { Verifiers } from '../verifiers/Verifiers.ts';
import { errorCodeOf } from '../errors/errorCodeOf.ts';
import { IntentError } from '../errors/IntentError.ts';
import { openGrant } from './openGrant.ts';
import type { PairingClient } from './PairingClient.ts';
import {
  beginPairing,
  type PairingCredential,
  PENDING_MS,
  pairingBody,
  type PendingPairing,
  pendingPairingSchema,
} from './PendingPairing.ts';

export interface Paired {
  account: Account;
  verifier: KnownVerifier;
  /** Dead accounts of the same person that the new one took the place of. */
  replaced: Account[];
}

/** Redeems a pairing key so that a kill at any moment costs neither the key nor a secret. */
export class Pairings {
  readonly #client: PairingClient;
  readonly #vault: Vault;
  readonly #accounts: Accounts;
  readonly #verifiers: Verifiers;
  readonly #clock: Clock;
  readonly #device: Device;
  readonly #onPaired: (account: Account) => Promise<void>;
  #pending: PendingPairing | undefined;
  /** Raised when a pairing begins and when it is given up, so that what was given up sends nothing more. */
  #turn = 0;

  constructor(parts: {
    client: PairingClient;
    vault: Vault;
    accounts: Accounts;
    verifiers: Verifiers;
    clock: Clock;
    device: Device;
    onPaired: (account: Account) => Promise<void>;
  }) {
    this.#client = parts.client;
    this.#vault = parts.vault;
    this.#accounts = parts.accounts;
    this.#verifiers = parts.verifiers;
    this.#clock = parts.clock;
    this.#device = parts.device;
    this.#onPaired = parts.onPaired;
  }

  /** A pairing that was sent, perhaps, before the app ended; undefined when there is none to take up. */
  async interrupted(): Promise<PendingPairing | undefined> {
    this.#pending = undefined;
    for (const record of await this.#vault.list('pairing')) {
      const pending = parseRecord(record, pendingPairingSchema);
      const age = this.#clock.nowMs() - pending.startedAtMs;
      if (age > PENDING_MS || age < 0 || (await this.#isFinished(pending))) await this.#vault.delete(pending.recordId);
      else this.#pending = pending;
    }
    return this.#pending;
  }

  /** Pairs with fresh keys; called again for the same credential it repeats the proof that may be on its way already. */
  async pair(verifier: KnownVerifier, credential: PairingCredential): Promise<Paired> {
    if (this.#pending !== undefined && isFor(this.#pending, verifier, credential)) return await this.#redeem(this.#pending, verifier);
    this.#turn += 1;
    const turn = this.#turn;
    await this.#drop();
    const pending = await beginPairing(verifier, credential, this.#device, this.#clock.nowMs());
    if (turn !== this.#turn) throw new IntentError('pairing-nothing-pending');
    this.#pending = pending;
    await this.#vault.put({ recordId: pending.recordId, type: 'pairing', format: 1, value: pending });
    // Given up while it was written down: nothing has been sent yet, and nothing will be.
    await this.#requireWanted(pending);
    return await this.#redeem(pending, verifier);
  }

  /**
   * Who answers as this issuer. A verifier that has lost its identity can be paired with again, but only when no living
   * account relies on the old one: a farewell that still waits for it does not count.
   * @throws NetworkError, ProtocolError, VerifierError
   */
  async contact(issuer: string, jkt: string | undefined): Promise<KnownVerifier> {
    const isReliedOn = this.#accounts.of(issuer).some((account) => account.secrets !== undefined);
    return await this.#verifiers.fetch(issuer, jkt, isReliedOn);
  }

  /** Sends the proof of an earlier try once more. */
  async repeat(pending: PendingPairing): Promise<Paired> {
    return await this.#redeem(pending, await this.contact(pending.issuer, pending.jkt));
  }

  /** Forgets the keys of a pairing that came to nothing. */
  async abandon(): Promise<void> {
    this.#turn += 1;
    await this.#drop();
  }

  async #drop(): Promise<void> {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) await this.#vault.delete(pending.recordId);
  }

  async #redeem(pending: PendingPairing, verifier: KnownVerifier): Promise<Paired> {
    let grant: string;
    try {
      grant = await this.#client.redeem(verifier, await pairingBody(pending, verifier));
    } catch (error) {
      if (errorCodeOf(error) === 'pairing-refused') await this.#drop();
      throw error;
    }
    const account = await openGrant(grant, pending, verifier, this.#clock.nowMs());
    await this.#requireWanted(pending);
    const replaced = this.#accounts.deadTwins(account);
    await this.#verifiers.pin(verifier);
    await this.#accounts.save(account);
    await this.#drop();
    for (const old of replaced) await this.#accounts.forget(old.recordId);
    await this.#onPaired(account);
    return { account, verifier, replaced };
  }

  /** @throws IntentError pairing-nothing-pending when the person has given it up meanwhile */
  async #requireWanted(pending: PendingPairing): Promise<void> {
    if (this.#pending === pending) return;
    await this.#vault.delete(pending.recordId);
    throw new IntentError('pairing-nothing-pending');
  }

  async #isFinished(pending: PendingPairing): Promise<boolean> {
    const jkt = await thumbprint(pending.deviceKey);
    for (const { secrets } of this.#accounts.of(pending.issuer)) {
      if (secrets !== undefined && (await thumbprint(secrets.deviceKey)) === jkt) return true;
    }
    return false;
  }
}

/** Whether this is an earlier try with the same key at the same verifier. */
function isFor(pending: PendingPairing, verifier: KnownVerifier, credential: PairingCredential): boolean {
  const { key, name } = peekPayload(pending.proof, pairingProofSchema);
  return pending.issuer === verifier.issuer && pending.jkt === verifier.jkt && key === credential.key && name === credential.name;
}
