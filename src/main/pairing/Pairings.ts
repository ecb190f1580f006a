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
import { type Faults, noFaults } from '../files/faults.ts';
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

/** The pairing that the person watches; the others are named by the line of their list. */
const WATCHED = '';

/** Room for one pairing at a time. Another slot in its place means that this one was given up, and sends nothing more. */
interface Slot {
  pending?: PendingPairing;
}

/** Redeems pairing keys so that a kill at any moment costs neither a key nor a secret. */
export class Pairings {
  readonly #client: PairingClient;
  readonly #vault: Vault;
  readonly #accounts: Accounts;
  readonly #verifiers: Verifiers;
  readonly #clock: Clock;
  readonly #device: Device;
  readonly #onPaired: (account: Account, line: string | undefined) => Promise<void>;
  readonly #onReplaced: (old: Account, next: Account) => Promise<void>;
  readonly #faults: Faults;
  readonly #slots = new Map<string, Slot>();

  constructor(parts: {
    client: PairingClient;
    vault: Vault;
    accounts: Accounts;
    verifiers: Verifiers;
    clock: Clock;
    device: Device;
    /** Before the pending pairing is forgotten: killed in between, it is called again. */
    onPaired: (account: Account, line: string | undefined) => Promise<void>;
    /** An account takes the place of a dead one, which is still there. */
    onReplaced: (old: Account, next: Account) => Promise<void>;
    faults?: Faults;
  }) {
    this.#client = parts.client;
    this.#vault = parts.vault;
    this.#accounts = parts.accounts;
    this.#verifiers = parts.verifiers;
    this.#clock = parts.clock;
    this.#device = parts.device;
    this.#onPaired = parts.onPaired;
    this.#onReplaced = parts.onReplaced;
    this.#faults = parts.faults ?? noFaults;
  }

  /** Those that were sent, perhaps, before the app ended, and can be taken up; for the same credential they send the same proof again. */
  async interrupted(): Promise<PendingPairing[]> {
    this.#slots.clear();
    for (const record of await this.#vault.list('pairing')) {
      const pending = parseRecord(record, pendingPairingSchema);
      const age = this.#clock.nowMs() - pending.startedAtMs;
      const account = await this.#accountOf(pending);
      if (account !== undefined) await this.#finish(account, pending);
      else if (age > PENDING_MS || age < 0) await this.#vault.delete(pending.recordId);
      else this.#slots.set(slotOf(pending), { pending });
    }
    return [...this.#slots.values()].flatMap(({ pending }) => pending ?? []);
  }

  /**
   * Pairs with fresh keys; called again for the same credential it repeats the proof that may be on its way already.
   * @param line which line of a list this is
   */
  async pair(verifier: KnownVerifier, credential: PairingCredential, line?: string): Promise<Paired> {
    const earlier = this.#slots.get(line ?? WATCHED)?.pending;
    if (earlier !== undefined && isFor(earlier, verifier, credential)) return await this.#redeem(earlier, verifier);
    const slot: Slot = {};
    this.#slots.set(line ?? WATCHED, slot);
    if (earlier !== undefined) await this.#vault.delete(earlier.recordId);
    const pending = await beginPairing(verifier, credential, this.#device, this.#clock.nowMs(), line);
    if (this.#slots.get(line ?? WATCHED) !== slot) throw new IntentError('pairing-nothing-pending');
    slot.pending = pending;
    await this.#vault.put({ recordId: pending.recordId, type: 'pairing', format: 1, value: pending });
    await this.#faults('pairing:sealed');
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
  async abandon(line?: string): Promise<void> {
    const pending = this.#slots.get(line ?? WATCHED)?.pending;
    this.#slots.delete(line ?? WATCHED);
    if (pending !== undefined) await this.#vault.delete(pending.recordId);
  }

  /** The person may have begun another one in its place meanwhile, which stays. */
  async #forget(pending: PendingPairing): Promise<void> {
    if (this.#isWanted(pending)) this.#slots.delete(slotOf(pending));
    await this.#vault.delete(pending.recordId);
  }

  async #redeem(pending: PendingPairing, verifier: KnownVerifier): Promise<Paired> {
    // Kept already, but what follows it failed: a second account of the same grant must not come of trying again.
    const kept = await this.#accountOf(pending);
    if (kept !== undefined) return { account: kept, verifier, replaced: await this.#finish(kept, pending) };
    let grant: string;
    try {
      grant = await this.#client.redeem(verifier, await pairingBody(pending, verifier));
    } catch (error) {
      if (errorCodeOf(error) === 'pairing-refused') await this.#forget(pending);
      throw error;
    }
    await this.#faults('pairing:granted');
    const account = await openGrant(grant, pending, verifier, this.#clock.nowMs());
    await this.#requireWanted(pending);
    await this.#verifiers.pin(verifier);
    await this.#accounts.save(account);
    await this.#faults('pairing:account-kept');
    return { account, verifier, replaced: await this.#finish(account, pending) };
  }

  /** What follows once the account is kept. The pending pairing goes last: killed before that, all this is done again. */
  async #finish(account: Account, pending: PendingPairing): Promise<Account[]> {
    const replaced = this.#accounts.deadTwins(account);
    for (const old of replaced) {
      await this.#onReplaced(old, account);
      await this.#accounts.forget(old.recordId);
    }
    await this.#onPaired(account, pending.line);
    await this.#faults('pairing:told');
    await this.#forget(pending);
    return replaced;
  }

  /** @throws IntentError pairing-nothing-pending when the person has given it up meanwhile */
  async #requireWanted(pending: PendingPairing): Promise<void> {
    if (this.#isWanted(pending)) return;
    await this.#vault.delete(pending.recordId);
    throw new IntentError('pairing-nothing-pending');
  }

  #isWanted(pending: PendingPairing): boolean {
    return this.#slots.get(slotOf(pending))?.pending === pending;
  }

  /** The account that came of it, if it was kept before the app ended. */
  async #accountOf(pending: PendingPairing): Promise<Account | undefined> {
    const jkt = await thumbprint(pending.deviceKey);
    for (const account of this.#accounts.of(pending.issuer)) {
      if (account.secrets !== undefined && (await thumbprint(account.secrets.deviceKey)) === jkt) return account;
    }
    return undefined;
  }
}

function slotOf({ line }: PendingPairing): string {
  return line ?? WATCHED;
}

/** Whether this is an earlier try with the same key at the same verifier. */
function isFor(pending: PendingPairing, verifier: KnownVerifier, credential: PairingCredential): boolean {
  const { key, name } = peekPayload(pending.proof, pairingProofSchema);
  return pending.issuer === verifier.issuer && pending.jkt === verifier.jkt && key === credential.key && name === credential.name;
}
