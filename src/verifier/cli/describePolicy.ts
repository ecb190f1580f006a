import type { z } from 'zod';
import type { applicationSchema } from '../http/schemas.ts';
import type { Compliance } from '../policy/compliance.ts';
import { PROXIMITIES } from '../policy/policyTable.ts';

/** The application, and a line for each row of its policy; what leaves the standard says so in its row. */
export function applicationLines({ id, name, policy, compliance, lifetimeSeconds }: z.infer<typeof applicationSchema>): string[] {
  const rows = PROXIMITIES.map((proximity) => {
    const { match, userVerification } = policy[proximity];
    const words = [proximity, match, userVerification, ...(compliance[proximity].sp80063b4 ? [] : [outside(compliance[proximity])])];
    return `  ${words.join('\t')}`;
  });
  return [`${id}\t${name}\t${lifetimeSeconds} s`, ...rows];
}

/** For what does not meet the standard. */
export function outside({ reasons }: Compliance): string {
  return `outside SP 800-63B-4 (${reasons.join(', ')})`;
}
