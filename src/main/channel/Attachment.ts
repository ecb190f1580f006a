import { randomBytes } from 'node:crypto';
import type { AppFrame } from '../../protocol/frames.ts';
import { signMessage, verifyMessage } from '../../protocol/jws.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { type Attached, attachedSchema, type AttachProof, type Capability } from '../../protocol/messages/attach.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import type { Account } from '../accounts/Account.ts';
import type { PendingMute } from '../mutes/Mutes.ts';
import type { LateAnswer } from '../requests/LateAnswers.ts';
import type { CorrectedClock } from '../time/CorrectedClock.ts';
import type { Clock } from '../time/Clock.ts';
import { findSigningKey, type KnownVerifier } from '../verifiers/KnownVerifier.ts';

/** What this app can show, whoever uses it. */
const SHOWS: Capability[] = ['kind:sign-in', 'kind:pairing', 'match:entry', 'match:choice', 'match:none'];

interface Question {
  /** Monotonic ms. */
  atMs: number;
  after: ReadonlySet<string>;
}

export interface Reply {
  attached: Attached;
  /** Late answers that were sent before it was asked for. */
  after: ReadonlySet<string>;
}

/** The attach exchange of one socket: proofs over the verifier's nonce out, replies bound to our own nonces in. */
export class Attachment {
  readonly #verifierNonce: string;
  readonly #verifier: KnownVerifier;
  readonly #clock: Clock;
  readonly #correctedClock: CorrectedClock;
  readonly #verifies: () => readonly Capability[];
  /** Our nonces without a reply yet. */
  readonly #asked = new Map<string, Question>();
  /** Late answers that were asked after. */
  readonly #askedAfter = new Set<string>();
  /** Mutes that were said. */
  readonly #muted = new Set<string>();
  #hasReply = false;

  /** @param verifies how the person can be verified here at that moment */
  constructor(
    verifierNonce: string,
    verifier: KnownVerifier,
    clock: Clock,
    correctedClock: CorrectedClock,
    verifies: () => readonly Capability[],
  ) {
    this.#verifierNonce = verifierNonce;
    this.#verifier = verifier;
    this.#clock = clock;
    this.#correctedClock = correctedClock;
    this.#verifies = verifies;
  }

  /** Whether every attach has its reply. */
  get isComplete(): boolean {
    return this.#hasReply && this.#asked.size === 0;
  }

  /** Which of these late answers are to be asked after: each once on a socket. */
  askAfter(late: readonly LateAnswer[]): LateAnswer[] {
    const fresh = late.filter(({ answer }) => !this.#askedAfter.has(answer));
    for (const { answer } of fresh) this.#askedAfter.add(answer);
    return fresh;
  }

  /** Which of these mutes are to be said: each once on a socket. */
  saying(mutes: readonly PendingMute[]): PendingMute[] {
    const fresh = mutes.filter(({ message }) => !this.#muted.has(message));
    for (const { message } of fresh) this.#muted.add(message);
    return fresh;
  }

  /**
   * The `attach` frames that prove these accounts, at most 50 in each.
   * @param after the late answers that were sent before
   */
  async frames(accounts: readonly Account[], after: ReadonlySet<string> = new Set()): Promise<AppFrame[]> {
    const proofs = await Promise.all(
      accounts.flatMap((account) => (account.secrets === undefined ? [] : [this.#prove(account, account.secrets.deviceKey)])),
    );
    const frames: AppFrame[] = [];
    for (let start = 0; start < proofs.length; start += LIMITS.proofsPerAttach) {
      const nonce = randomBytes(24).toString('base64url');
      this.#asked.set(nonce, { atMs: this.#clock.monotonicMs(), after });
      frames.push({
        type: 'attach',
        nonce,
        supports: [...SHOWS, ...this.#verifies()],
        proofs: proofs.slice(start, start + LIMITS.proofsPerAttach),
      });
    }
    return frames;
  }

  /**
   * Believes a reply if the verifier signed it for one of our nonces, and learns the time from it.
   * @throws ProtocolError
   */
  async accept(reply: string): Promise<Reply> {
    const attached = await verifyMessage('deskfob-attached+jwt', reply, attachedSchema, (kid) => findSigningKey(this.#verifier, kid));
    if (attached.iss !== this.#verifier.issuer) throw new ProtocolError('wrong-issuer', 'The reply is of another issuer.');
    const question = this.#asked.get(attached.aud);
    if (question === undefined) throw new ProtocolError('stale', 'The reply is not to a question of this socket.');
    this.#asked.delete(attached.aud);
    this.#hasReply = true;
    this.#correctedClock.learn(attached.iat, question.atMs);
    return { attached, after: question.after };
  }

  async #prove(account: Account, deviceKey: NonNullable<Account['secrets']>['deviceKey']): Promise<string> {
    const proof: AttachProof = { v: 1, iss: account.id, aud: account.issuer, nonce: this.#verifierNonce, seq: account.eventSeq };
    return await signMessage('deskfob-attach+jwt', proof, deviceKey);
  }
}
