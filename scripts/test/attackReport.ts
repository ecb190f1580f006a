/** The table of attacks, from the JSON report of the attack tests: one row an attacker. */
import { z } from 'zod';
import { type Attacker, attackers } from '../../test/attacks/attackers.ts';

/** Fewer tries than these prove too little about an attacker. */
const FEWEST_ATTEMPTS = 5;

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({
          meta: z.object({ attack: z.object({ attacker: z.enum(attackers), attempts: z.int(), successes: z.int() }).optional() }),
        }),
      ),
    }),
  ),
});

export interface AttackRow {
  readonly attacker: Attacker;
  readonly attempts: number;
  readonly successes: number;
}

/** @throws ZodError for what is no report of attacks */
export function attackRows(report: string): AttackRow[] {
  const results = reportSchema.parse(JSON.parse(report)).testResults.flatMap((file) => file.assertionResults);
  return attackers.map((attacker) => {
    const own = results.flatMap(({ meta }) => (meta.attack?.attacker === attacker ? [meta.attack] : []));
    const sum = (read: (tries: (typeof own)[number]) => number): number => own.reduce((total, tries) => total + read(tries), 0);
    return { attacker, attempts: sum((tries) => tries.attempts), successes: sum((tries) => tries.successes) };
  });
}

/** What of the table is not as it must be, in sentences; empty when no attack succeeded and each attacker has tried enough. */
export function complaints(rows: readonly AttackRow[]): string[] {
  return rows.flatMap(({ attacker, attempts, successes }) => [
    ...(successes > 0 ? [`${attacker}: ${successes} of ${attempts} attacks succeeded`] : []),
    ...(attempts < FEWEST_ATTEMPTS ? [`${attacker}: only ${attempts} attacks were tried`] : []),
  ]);
}

export function tableOf(rows: readonly AttackRow[]): string {
  const lines = rows.map(
    ({ attacker, attempts, successes }) => `${attacker.padEnd(18)}${String(attempts).padStart(9)}${String(successes).padStart(11)}`,
  );
  return [`${'attacker'.padEnd(18)}${'attempts'.padStart(9)}${'successes'.padStart(11)}`, ...lines].join('\n');
}
