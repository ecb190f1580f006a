import { z } from 'zod';
import { LOCK_AFTER, type LockAfter } from './lockAfter.ts';

/*
 * What keeps others out when they sit down at this computer: who is asked to prove themselves, and when the app locks.
 */

export const protectionSchema = z.object({
  /** `auto`: as long as the person has not chosen, 15 minutes wherever there is a way to unlock. */
  lock: z.enum(['auto', ...LOCK_AFTER]),
  /** Asks the operating system (Touch ID, Windows Hello, polkit) where it can. */
  systemVerification: z.boolean(),
  /** Every approval wants user verification, whatever the request asks for. */
  verifyApprovals: z.boolean(),
});
export type Protection = z.infer<typeof protectionSchema>;

/** Longer than any passphrase that somebody types. */
export const PIN_LONGEST = 128;
export const PIN_SHORTEST = 6;

/** A PIN as it was typed. It stands in no view, no answer, no log and no error. */
export const typedPinSchema = z.string().min(1).max(PIN_LONGEST);

/** How the operating system verifies a person. */
export type SystemMethod = 'touch-id' | 'windows-hello' | 'polkit';

/**
 * Why the system cannot ask: `unsupported`: it has no such thing, or the app was not installed so that it has;
 * `not-set-up`: nobody has set it up; `disabled`: an administrator forbids it; `busy`: it is in use, or just woke up;
 * `not-asking`: it would say yes without asking anybody, which proves nothing.
 */
export type UnavailableReason = 'unsupported' | 'not-set-up' | 'disabled' | 'busy' | 'not-asking';

export interface VerificationView {
  /** Absent: there is nothing of the kind for this operating system. */
  system?: { method: SystemMethod; unavailable?: UnavailableReason };
  pin: { state: 'none' | 'set' | 'blocked'; /** Until the next attempt counts. */ waitMs?: number };
}

/** What the administrator's file says; it only ever tightens. */
export interface ManagedView {
  verifyApprovals: boolean;
  lock?: LockAfter;
  /** The file cannot be read, so the strictest counts. */
  damaged: boolean;
}

export interface ProtectionView {
  /** Locked, the view names no account, no passcode and no request. */
  locked: boolean;
  /** How many requests wait behind the lock. */
  waiting: number;
  /** What counts, of the person's choice and the administrator's. `off` also where nothing could unlock. */
  lock: LockAfter;
  verification: VerificationView;
  /** Somebody could be verified right now; without that nothing could be unlocked again. */
  canVerify: boolean;
  managed: ManagedView;
  /** Windows may be captured for so long still, as for remote support; absent: they are shielded. */
  captureAllowedMs?: number;
}
