import { z } from 'zod';
import { issuerSchema } from '../issuer.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, messageSchema, nameSchema, numericDateSchema } from '../text.ts';
import { envelope, userVerificationRequirementSchema } from './common.ts';

/** Where a connection came from, as the verifier sees it. Everything may be unknown. */
export const placeSchema = z.object({
  /** IPv4 or IPv6 in text, without zone. */
  address: z.union([z.ipv4(), z.ipv6()]).optional(),
  city: nameSchema.optional(),
  region: nameSchema.optional(),
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** Degrees, WGS 84. */
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** The place plus the browser and system that asked, in words: "Firefox on Windows". */
export const originSchema = placeSchema.extend({ client: nameSchema.optional() });
export type Origin = z.infer<typeof originSchema>;

/** How near the sign-in is to this computer. `near` means within 100 km. */
export const proximitySchema = z.enum(['same-address', 'near', 'far', 'unknown']);
export type Proximity = z.infer<typeof proximitySchema>;

const areDifferent = (options: readonly string[]): boolean => new Set(options).size === options.length;
const number = z.string().regex(/^\d{1,6}$/);

/** Number matching. `entry` is the default; the other two are reported as outside SP 800-63B-4. */
export const matchSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('entry'), digits: z.literal(LIMITS.matchDigits) }),
  z.object({
    type: z.literal('choice'),
    options: z.array(number).length(LIMITS.choiceOptions).refine(areDifferent, 'options must differ'),
  }),
  z.object({ type: z.literal('none') }),
]);
export type Match = z.infer<typeof matchSchema>;

/** Payload of `deskfob-request+jwt`: one authentication request to one account. */
export const requestSchema = z.object({
  ...envelope,
  iss: issuerSchema,
  /** The account. */
  aud: idSchema,
  exp: numericDateSchema,
  kind: z.enum(['sign-in', 'pairing']),
  application: z.object({ name: nameSchema }),
  message: messageSchema.optional(),
  origin: originSchema.optional(),
  /** Where this account's own connection comes from. */
  here: placeSchema.optional(),
  distanceKm: z.number().min(0).max(20_040).optional(),
  proximity: proximitySchema,
  match: matchSchema,
  userVerification: userVerificationRequirementSchema,
});
export type AuthenticationRequest = z.infer<typeof requestSchema>;
