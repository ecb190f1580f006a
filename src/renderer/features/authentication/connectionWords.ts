import type { VerifierView } from '../../../bridge/views.ts';

/** Clocks this close count as in step: a passcode period bends by no more. */
export const IN_STEP_MS = 30_000;

/** Which way the clock of this computer is off. */
export function clockState(offsetMs: number | undefined): 'unknown' | 'in-step' | 'behind' | 'ahead' {
  if (offsetMs === undefined) return 'unknown';
  if (Math.abs(offsetMs) < IN_STEP_MS) return 'in-step';
  return offsetMs > 0 ? 'behind' : 'ahead';
}

/** One line for each verifier with something to say; those that are simply well share a line when there are many. */
export function connectionLines(verifiers: readonly VerifierView[], most = 2): { each: VerifierView[]; well: number } {
  const isWell = (verifier: VerifierView) =>
    verifier.connection === 'online' && ['unknown', 'in-step'].includes(clockState(verifier.clockOffsetMs));
  const well = verifiers.filter(isWell).length;
  return well <= most ? { each: [...verifiers], well: 0 } : { each: verifiers.filter((verifier) => !isWell(verifier)), well };
}
