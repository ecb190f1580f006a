import { z } from 'zod';
import { accountStatusSchema, userVerificationMethodSchema, userVerificationRequirementSchema } from '../../protocol/messages/common.ts';
import { deviceSchema } from '../../protocol/messages/pairing.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { idSchema, messageSchema, nameSchema, numericDateSchema, subscriberNameSchema, thumbprintSchema } from '../../protocol/text.ts';
import { LINE_ERRORS } from '../pairings/PairingKeyLists.ts';
import { API_ERROR_CODES } from '../VerifierError.ts';

/* Bodies, parameters and replies of the HTTP API; the OpenAPI document is generated from them. */

export const errorSchema = z.object({ error: z.enum(API_ERROR_CODES), message: z.string().optional() });
export const failures = { '4xx': errorSchema, '5xx': errorSchema } as const;

export const idParams = z.object({ id: idSchema });
export const nameParams = z.object({ name: subscriberNameSchema });

/** Seconds that a long poll may take. */
const wait = z.coerce.number().int().min(0).max(30).default(0);
export const waitQuery = z.object({ wait });
export const pairingWaitQuery = z.object({
  wait,
  since: z
    .string()
    .max(64)
    .regex(/^[a-z:-]+$/)
    .optional(),
});

const matchTypeSchema = z.enum(['entry', 'choice', 'none']);
const passcodeSchema = z.string().regex(/^\d{6}$/);

export const subscriberBody = z.strictObject({ name: subscriberNameSchema, displayName: nameSchema });
export const subscriberSchema = z.object({
  name: subscriberNameSchema,
  displayName: nameSchema,
  disabled: z.boolean(),
  failures: z.int(),
  createdAt: numericDateSchema,
});

const complianceSchema = z
  .object({ sp80063b4: z.boolean(), reasons: z.array(z.enum(['match-choice', 'match-none'])) })
  .describe('Whether it meets NIST SP 800-63B-4 section 3.1.3, and if not, what does not');

/** An object with the same for each proximity. */
const byProximity = <S extends z.ZodType>(each: S) => ({ 'same-address': each, near: each, far: each, unknown: each });
const policyRowBody = z.strictObject({
  match: matchTypeSchema.optional(),
  userVerification: userVerificationRequirementSchema.optional(),
});

export const applicationBody = z.strictObject({
  name: nameSchema,
  match: matchTypeSchema.default('entry').describe('For every proximity of which `policy` says nothing'),
  userVerification: userVerificationRequirementSchema.default('preferred').describe('For every proximity of which `policy` says nothing'),
  policy: z
    .strictObject(byProximity(policyRowBody.optional()))
    .default({})
    .describe(
      'By how near the sign-in is to the device. A farther one must ask at least as much as a nearer one; `unknown` is the farthest.',
    ),
  lifetimeSeconds: z.int().min(10).max(LIMITS.requestMaximumLifetimeSeconds).default(LIMITS.requestLifetimeSeconds),
});
export type ApplicationBody = z.infer<typeof applicationBody>;
export const applicationSchema = z.object({
  id: idSchema,
  name: nameSchema,
  policy: z.object(byProximity(z.object({ match: matchTypeSchema, userVerification: userVerificationRequirementSchema }))),
  compliance: z.object(byProximity(complianceSchema)),
  lifetimeSeconds: z.int(),
});

/** Where the person signs in from, as the relying application sees it. */
export const originBody = z.strictObject({
  address: z
    .union([z.ipv4(), z.ipv6()])
    .optional()
    .describe(
      "Of the person's connection as the relying application sees it, behind its own proxies. Left out, the sign-in counts as farthest. The address that calls this API is never taken for it.",
    ),
  /** User-Agent header of the person's browser; described as "Firefox on Windows". */
  userAgent: z.string().max(1024).optional(),
  /** The description itself, instead of a User-Agent. */
  client: nameSchema.optional(),
});
export type OriginBody = z.infer<typeof originBody>;

export const transactionBody = z.strictObject({
  subscriber: subscriberNameSchema,
  application: idSchema,
  origin: originBody.optional(),
  message: messageSchema.optional(),
});
export const transactionHeaders = z.object({ 'idempotency-key': idSchema.optional() });
const transactionStatusSchema = z.enum(['open', 'approved', 'denied', 'mismatch', 'reported', 'expired', 'cancelled']);
export const createdTransactionSchema = z.object({
  id: idSchema,
  status: transactionStatusSchema,
  expiresAt: numericDateSchema,
  match: z
    .object({ type: matchTypeSchema, number: z.string().optional() })
    .describe('What the page shows: the strictest of what the devices are asked'),
  compliance: complianceSchema,
});
export const transactionSchema = z.object({
  id: idSchema,
  status: transactionStatusSchema,
  expiresAt: numericDateSchema,
  received: z.boolean(),
  compliance: complianceSchema,
  account: idSchema.optional(),
  uv: userVerificationMethodSchema.optional(),
  amr: z.array(z.string()).optional(),
});

export const passcodeCheckBody = z.strictObject({ subscriber: subscriberNameSchema, passcode: passcodeSchema });
export const passcodeCheckSchema = z.object({ valid: z.boolean(), account: idSchema.optional() });

export const pairingKeyBody = z.strictObject({ kind: z.enum(['link', 'typed', 'both']).default('both'), origin: originBody.optional() });
export const issuedPairingKeySchema = z.object({
  id: idSchema,
  link: z.string().optional(),
  signInName: z.string(),
  typedKey: z.string().optional(),
  expiresAt: numericDateSchema,
  jkt: thumbprintSchema,
});

/** Lines of one list. 500 of the longest names fit a body twice. */
export const MOST_PAIRING_KEYS = 500;
export const pairingKeyListBody = z.strictObject({
  // Whatever is no name is an error of its line alone.
  subscribers: z.array(z.string()).min(1).max(MOST_PAIRING_KEYS).describe('Sign-in names; one that stands there twice gets two keys'),
  confirm: z
    .boolean()
    .default(true)
    .describe('Without it the link alone is enough: the account is active as soon as its app has it. Only links are made then'),
});
export const pairingKeyListSchema = z.object({
  results: z
    .array(
      z.union([
        z.object({
          subscriber: z.string(),
          link: z.string(),
          key: z.string().optional().describe('To type, together with the sign-in name; none where the link alone is enough'),
          id: idSchema,
          expiresAt: numericDateSchema,
        }),
        z.object({ subscriber: z.string(), error: z.enum(LINE_ERRORS) }),
      ]),
    )
    .describe('One for each of `subscribers`, in their order'),
});
export const pairingSchema = z.object({
  id: idSchema,
  state: z.enum(['unused', 'waiting', 'active', 'expired', 'declined']),
  device: z.object({ name: nameSchema, platform: deviceSchema.shape.platform, thumbprint: thumbprintSchema }).optional(),
  number: z.string().optional(),
  requestState: transactionStatusSchema.optional(),
  expiresAt: numericDateSchema,
});
export const pairingPasscodeBody = z.strictObject({ passcode: passcodeSchema });

export const accountQuery = z.object({ subscriber: subscriberNameSchema.optional() });
export const accountSchema = z.object({
  id: idSchema,
  subscriber: subscriberNameSchema,
  status: accountStatusSchema,
  device: deviceSchema,
  thumbprint: thumbprintSchema,
  createdAt: numericDateSchema,
  activatedAt: numericDateSchema.optional(),
  lastAttachedAt: numericDateSchema.optional(),
});

export const apiKeyBody = z.strictObject({ name: nameSchema, scope: z.enum(['relying', 'admin']) });
export const apiKeySchema = z.object({ name: nameSchema, scope: z.enum(['relying', 'admin']), key: z.string() });
