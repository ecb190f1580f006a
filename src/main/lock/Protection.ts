import { LOCK_AFTER, type LockAfter } from '../../bridge/lockAfter.ts';
import type { Protection as Chosen, ProtectionView } from '../../bridge/protection.ts';
import type { UserVerificationRequirement } from '../../protocol/messages/common.ts';
import type { ManagedPolicy } from '../policy/ManagedPolicy.ts';
import type { UserVerification } from '../verification/UserVerification.ts';

/** What counts when nobody has chosen, wherever there is a way to unlock. */
const DEFAULT_LOCK = '15';

/** What counts: the person's choice, tightened by the administrator's, as far as this computer can do it. */
export class Protection {
  readonly #chosen: () => Chosen;
  readonly #managed: ManagedPolicy;
  readonly #verification: UserVerification;

  constructor(chosen: () => Chosen, managed: ManagedPolicy, verification: UserVerification) {
    this.#chosen = chosen;
    this.#managed = managed;
    this.#verification = verification;
  }

  /** A lock that nobody could open is none: without a PIN and the system's help it stays off, also where it is managed. */
  lockAfter(): LockAfter {
    const { lock } = this.#chosen();
    const { isSetUp, isExpected } = this.#verification;
    const own = lock === 'auto' ? (isSetUp ? DEFAULT_LOCK : 'off') : isExpected ? lock : 'off';
    return stricter(own, isSetUp ? (this.#managed.lock ?? 'off') : 'off');
  }

  /** What an approval asks for, when the request asks for this. */
  requirement(asked: UserVerificationRequirement): UserVerificationRequirement {
    return this.#chosen().verifyApprovals || this.#managed.verifyApprovals ? 'required' : asked;
  }

  /** Whether the administrator leaves that choice open. */
  allows({ lock, verifyApprovals }: Chosen): boolean {
    if (this.#managed.verifyApprovals && !verifyApprovals) return false;
    const { lock: managed } = this.#managed;
    return managed === undefined || lock === 'auto' || stricter(lock, managed) === lock;
  }

  /** Whether somebody else would have an easier time after this change, so that the person must be verified first. */
  loosens(next: Chosen): boolean {
    const now = this.#chosen();
    const before = this.lockAfter();
    const after = next.lock === 'auto' ? DEFAULT_LOCK : next.lock;
    const loosensLock = after !== before && stricter(after, before) === before;
    return loosensLock || (now.verifyApprovals && !next.verifyApprovals) || now.systemVerification !== next.systemVerification;
  }

  view(): Pick<ProtectionView, 'lock' | 'managed' | 'verification' | 'canVerify'> {
    const { isSetUp } = this.#verification;
    return { lock: this.lockAfter(), managed: this.#managed, verification: this.#verification.view(), canVerify: isSetUp };
  }
}

function stricter(one: LockAfter, other: LockAfter): LockAfter {
  return LOCK_AFTER.indexOf(one) >= LOCK_AFTER.indexOf(other) ? one : other;
}
