import type { SystemMethod, UnavailableReason } from '../../bridge/protection.ts';

/**
 * Goal: the person in front of the computer is the one it belongs to. Only `verified` counts; every other word, and every
 * throw, counts as no.
 * Attacker: a passer-by at an unlocked computer, and a page of ours that was taken over: it can ask for nothing but the
 * system's own prompt.
 */
export type Verification =
  | { result: 'verified' }
  /** The person dismissed the prompt, or was not recognised. */
  | { result: 'refused' }
  /** Nobody was asked. */
  | { result: 'unavailable'; reason: UnavailableReason }
  /** The system gave an answer that means nothing, or none. */
  | { result: 'failed' };

/** One way of the operating system to verify its user. */
export interface UserVerifier {
  readonly method: SystemMethod;
  /** Whether it could ask right now; asks nobody. Undefined: it could. */
  unavailable(): Promise<UnavailableReason | undefined>;
  /**
   * Asks the person, once, in the system's own prompt. Never rejects.
   * @param message what is being approved, in the person's language; shown where the system can show it
   * @param signal ends the prompt when what it was for is over
   */
  verify(message: string, signal: AbortSignal): Promise<Verification>;
}
