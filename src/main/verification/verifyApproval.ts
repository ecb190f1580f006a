import type { UserVerificationMethod, UserVerificationRequirement } from '../../protocol/messages/common.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { UserVerification } from './UserVerification.ts';

export interface ApprovalToVerify {
  requirement: UserVerificationRequirement;
  /** Names what is approved. */
  message: string;
  pin: string | undefined;
  signal: AbortSignal;
}

/**
 * How the person was verified for this one approval, which goes into the signed answer as `uv`. `preferred` asks where
 * somebody has set up a way, and takes no for no; only a system that cannot ask is let pass.
 * @throws IntentError as {@link UserVerification.verify}
 */
export async function verifyApproval(
  verification: UserVerification,
  { requirement, message, pin, signal }: ApprovalToVerify,
): Promise<UserVerificationMethod> {
  if (requirement === 'discouraged' || (requirement === 'preferred' && !verification.isSetUp)) return 'none';
  try {
    return await verification.verify(message, pin, signal);
  } catch (error) {
    const cannotAsk =
      error instanceof IntentError && (error.code === 'user-verification-failed' || error.code === 'user-verification-required');
    if (requirement === 'preferred' && cannotAsk) return 'none';
    throw error;
  }
}
