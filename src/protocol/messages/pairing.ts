import { z } from 'zod';
import { issuerSchema } from '../issuer.ts';
import { publicJwkSchema } from '../keys.ts';
import { PAIRING_KEY_CHARACTERS, pairingKeySchema } from '../pairingKey.ts';
import { passcodeParametersSchema } from '../passcode.ts';
import { encryptedMessagePattern, idSchema, nameSchema, numericDateSchema, subscriberNameSchema, thumbprintSchema } from '../text.ts';
import { accountPolicySchema } from './common.ts';

/** What the app says of the computer it runs on, for the person who confirms the pairing. */
export const deviceSchema = z.object({
  name: nameSchema,
  platform: z.enum(['windows', 'macos', 'linux']),
  osVersion: nameSchema,
  appVersion: nameSchema,
});
export type Device = z.infer<typeof deviceSchema>;

/** Payload of `deskfob-pairing+jwt`, proven with the fresh device key and encrypted to the verifier. */
export const pairingProofSchema = z
  .object({
    v: z.literal(1),
    aud: issuerSchema,
    jti: idSchema,
    key: pairingKeySchema,
    /** The subscriber's sign-in name: required with a typed key, absent with a link's. */
    name: subscriberNameSchema.optional(),
    /** Public key to which the account's secret is encrypted; used for this pairing only. */
    encryptionKey: publicJwkSchema,
    device: deviceSchema,
  })
  .refine(
    (proof) => (proof.name !== undefined) === (proof.key.length === PAIRING_KEY_CHARACTERS.typed),
    'a typed key needs a name, and a link has none',
  );
export type PairingProof = z.infer<typeof pairingProofSchema>;

const compactJwe = z.string().max(16_384).regex(encryptedMessagePattern);

/** Payload of `deskfob-account+jwt`: the verifier's answer to a pairing proof. */
export const accountGrantSchema = z.object({
  v: z.literal(1),
  iss: issuerSchema,
  /** Thumbprint of the device key that the proof was signed with. */
  aud: thumbprintSchema,
  /** `jti` of the proof. */
  jti: idSchema,
  iat: numericDateSchema,
  account: z.object({ id: idSchema, subscriber: subscriberNameSchema, displayName: nameSchema }),
  secret: compactJwe,
  policy: accountPolicySchema,
});
export type AccountGrant = z.infer<typeof accountGrantSchema>;

/** Plaintext of {@link accountGrantSchema}'s `secret`. */
export const accountSecretSchema = z.object({ passcode: passcodeParametersSchema });
export type AccountSecret = z.infer<typeof accountSecretSchema>;

/** Why the pairing endpoint did not answer with an account. Every failure of key or name is the one `refused`. */
export const pairingRefusalSchema = z.object({ error: z.enum(['refused', 'throttled', 'malformed', 'unsupported', 'unavailable']) });
export type PairingRefusal = z.infer<typeof pairingRefusalSchema>['error'];
