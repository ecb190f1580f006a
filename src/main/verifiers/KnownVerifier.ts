import { z } from 'zod';
import { issuerSchema } from '../../protocol/issuer.ts';
import { type PublicJwk, thumbprint } from '../../protocol/keys.ts';
import { metadataSchema } from '../../protocol/messages/metadata.ts';
import { thumbprintSchema } from '../../protocol/text.ts';

/** What is pinned of one verifier, as it lies sealed in the vault. */
export const knownVerifierSchema = z.object({
  issuer: issuerSchema,
  /** Thumbprint of its identity key. */
  jkt: thumbprintSchema,
  /** Its last verified metadata; the `seq` never goes down. */
  metadata: metadataSchema,
  /** Its clock minus this computer's, ms, as last learnt. */
  clockOffsetMs: z.number().optional(),
  /** A time, ms, that it has told; the last one, or one at most an hour from it. */
  clockToldMs: z.number().optional(),
});
export type KnownVerifier = z.infer<typeof knownVerifierSchema>;

/** Finds one of the verifier's current signing keys by thumbprint; for `verifyMessage`. */
export async function findSigningKey(verifier: KnownVerifier, kid: string): Promise<PublicJwk | undefined> {
  for (const key of verifier.metadata.keys.sig) if ((await thumbprint(key)) === kid) return key;
  return undefined;
}
