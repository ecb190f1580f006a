import { InvalidArgumentError } from 'commander';
import { type PolicyExceptions, PROXIMITIES } from '../policy/policyTable.ts';
import { applicationBody } from '../http/schemas.ts';

/**
 * `near=none` or `near=none,required`: one row of an application's policy, laid over those that came before it.
 * @throws InvalidArgumentError
 */
export function parsePolicyFlag(text: string, before: PolicyExceptions = {}): PolicyExceptions {
  const [proximity = '', row = '', ...more] = text.split('=');
  const [match, userVerification, ...rest] = row.split(',');
  const parsed = applicationBody.shape.policy.safeParse({
    [proximity]: { match, ...(userVerification !== undefined && { userVerification }) },
  });
  if (!parsed.success || more.length > 0 || rest.length > 0)
    throw new InvalidArgumentError(`Write it like near=entry or near=none,required. Proximities are ${PROXIMITIES.join(', ')}.`);
  return { ...before, ...parsed.data };
}
