import type { UserVerificationRequirement } from '../../protocol/messages/common.ts';
import type { Match, Proximity } from '../../protocol/messages/request.ts';
import { VerifierError } from '../VerifierError.ts';

export type MatchType = Match['type'];

/** What a request asks of the person. */
export interface RequestPolicy {
  match: MatchType;
  userVerification: UserVerificationRequirement;
}

/** By how near the sign-in is to the device that is asked. */
export type PolicyTable = Record<Proximity, RequestPolicy>;

/** Some rows, or parts of them. */
export type PolicyExceptions = { [P in Proximity]?: { [K in keyof RequestPolicy]?: RequestPolicy[K] | undefined } | undefined };

/** Nearest first. What is not known counts as the farthest: it may be anywhere. */
export const PROXIMITIES = ['same-address', 'near', 'far', 'unknown'] as const satisfies readonly Proximity[];

/** Weakest first. */
const MATCHES: readonly MatchType[] = ['none', 'choice', 'entry'];
const REQUIREMENTS: readonly UserVerificationRequirement[] = ['discouraged', 'preferred', 'required'];

/** A whole table: `base` in every row, but for the exceptions. */
export function policyTable(base: RequestPolicy, exceptions: PolicyExceptions = {}): PolicyTable {
  const row = (proximity: Proximity): RequestPolicy => ({
    match: exceptions[proximity]?.match ?? base.match,
    userVerification: exceptions[proximity]?.userVerification ?? base.userVerification,
  });
  return { 'same-address': row('same-address'), near: row('near'), far: row('far'), unknown: row('unknown') };
}

/** A farther sign-in asks at least as much as a nearer one, of each kind. @throws VerifierError weaker-when-farther */
export function checkPolicyTable(table: PolicyTable): void {
  for (const [index, farther] of PROXIMITIES.entries()) {
    const nearer = PROXIMITIES[index - 1];
    if (nearer === undefined) continue;
    if (MATCHES.indexOf(table[farther].match) < MATCHES.indexOf(table[nearer].match))
      throw weaker(`match ${table[farther].match} when ${farther}, and ${table[nearer].match} when ${nearer}`);
    const [far, near] = [table[farther].userVerification, table[nearer].userVerification];
    if (REQUIREMENTS.indexOf(far) < REQUIREMENTS.indexOf(near))
      throw weaker(`user verification ${far} when ${farther}, and ${near} when ${nearer}`);
  }
}

export function strictestMatch(matches: readonly MatchType[]): MatchType {
  return MATCHES.findLast((match) => matches.includes(match)) ?? 'entry';
}

export function weakestMatch(matches: readonly MatchType[]): MatchType {
  return MATCHES.find((match) => matches.includes(match)) ?? 'entry';
}

function weaker(where: string): VerifierError {
  return new VerifierError('weaker-when-farther', `A farther sign-in must not ask less than a nearer one. The policy says ${where}.`);
}
