import { randomBytes } from 'node:crypto';
import type { AppFrame } from '../../protocol/frames.ts';
import { signMessage, verifyMessage } from '../../protocol/jws.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { type Attached, attachedSchema, type AttachProof, type Capability } from '../../protocol/messages/attach.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import type { Account } from '../accounts/Account.ts';
import type { CorrectedClock } from '../time/CorrectedClock.ts';
import type { Clock } from '../time/Clock.ts';
import { findSigningKey, type KnownVerifier } from '../verifiers/KnownVerifier.ts';

/** What this app can show. */
const SUPPORTS: Capability[] = ['kind:sign-in', 'kind:pairing', 'match:entry', 'match:choice', 'match:none'];

/** The attach exchange of one socket: proofs over the verifier's nonce out, replies bound to our own nonces in. */
export class Attachment {
  readonly #verifierNonce: string;
  readonly #verifier: KnownVerifier;
  readonly #clock: Clock;
  readonly #correctedClock: CorrectedClock;
  /** Our nonces without a reply yet → when they were sent, monotonic ms. */
  readonly #asked = new Map<string, number>();

  constructor(verifierNonce: string, verifier: KnownVerifier, clock: Clock, correctedClock: CorrectedClock) {
    this.#verifierNonce = verifierNonce;
    this.#verifier = verifier;
    this.#clock = clock;
    this.#correctedClock = correctedClock;
  }

  /** Whether every attach has its reply. */
  get isComplete(): boolean {
    return this.#asked.size === 0;
  }

  /** The `attach` frames that prove these accounts, at most 50 in each. */
  async frames(accounts: readonly Account[]): Promise<AppFrame[]> {
    const proofs = await Promise.all(
      accounts.flatMap((account) => (account.secrets === undefined ? [] : [this.#prove(account, account.secrets.deviceKey)])),
    );
    const frames: AppFrame[] = [];
    for (let start = 0; start < proofs.length; start += LIMITS.proofsPerAttach) {
      const nonce = randomBytes(24).toString('base64url');
      this.#asked.set(nonce, this.#clock.monotonicMs());
      frames.push({ type: 'attach', nonce, supports: SUPPORTS, proofs: proofs.slice(start, start + LIMITS.proofsPerAttach) });
    }
    return frames;
  }

  /**
   * Believes a reply if the verifier signed it for one of our nonces, and learns the time from it.
   * @throws ProtocolError
   */
  async accept(reply: string): Promise<Attached> {
    const attached = await verifyMessage('deskfob-attached+jwt', reply, attachedSchema, (kid) => findSigningKey(this.#verifier, kid));
    if (attached.iss !== this.#verifier.issuer) throw new ProtocolError('wrong-issuer', 'The reply is of another issuer.');
    const askedMs = this.#asked.get(attached.aud);
    if (askedMs === undefined) throw new ProtocolError('stale', 'The reply is not to a question of this socket.');
    this.#asked.delete(attached.aud);
    this.#correctedClock.learn(attached.iat, askedMs);
    return attached;
  }

  async #prove(account: Account, deviceKey: NonNullable<Account['secrets']>['deviceKey']): Promise<string> {
    const proof: AttachProof = { v: 1, iss: account.id, aud: account.issuer, nonce: this.#verifierNonce, seq: account.eventSeq };
    return await signMessage('deskfob-attach+jwt', proof, deviceKey);
  }
}
