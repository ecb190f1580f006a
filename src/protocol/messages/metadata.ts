import { z } from 'zod';
import { endpointSchema, issuerSchema, sharesOrigin } from '../issuer.ts';
import { peekPayload, verifyMessage } from '../jws.ts';
import { publicJwkSchema, thumbprint } from '../keys.ts';
import { ProtocolError } from '../ProtocolError.ts';
import { nameSchema } from '../text.ts';

const keySet = z.array(publicJwkSchema).min(1).max(16);

/** Payload of `deskfob-metadata+jwt`: who the verifier is and with which keys it speaks. */
export const metadataSchema = z.object({
  v: z.literal(1),
  iss: issuerSchema,
  /** Rises with every change; the app never goes back to a lower one. */
  seq: z.int().min(1),
  versions: z.array(z.int()).min(1).max(16),
  /** The identity key itself; its thumbprint is the verifier's `jkt`. */
  identity: publicJwkSchema,
  keys: z.object({ sig: keySet, enc: keySet }),
  socket: endpointSchema('ws'),
  pairing: endpointSchema('http'),
  organisation: z.object({
    name: nameSchema,
    /** `#rrggbb`, for the account's badge. */
    colour: z.string().regex(/^#[0-9a-f]{6}$/),
    /** Whom to ask for help: a mail address, telephone number or place, shown as text. */
    support: nameSchema.optional(),
  }),
});
export type Metadata = z.infer<typeof metadataSchema>;

export interface MetadataPins {
  issuer: string;
  /** Thumbprint of the identity key, from a link, from policy or from the first contact. */
  jkt?: string;
  /** Highest `seq` seen so far. */
  seq?: number;
}

/**
 * Verifies a metadata document and holds it against what is pinned.
 * @throws ProtocolError also wrong-issuer, wrong-thumbprint, stale, unsupported
 */
export async function verifyMetadata(jws: string, pins: MetadataPins): Promise<{ metadata: Metadata; jkt: string }> {
  const { identity } = peekPayload(jws, z.object({ identity: publicJwkSchema }));
  const jkt = await thumbprint(identity);
  if (pins.jkt !== undefined && pins.jkt !== jkt)
    throw new ProtocolError('wrong-thumbprint', 'The verifier has another identity key than expected.');
  const metadata = await verifyMessage('deskfob-metadata+jwt', jws, metadataSchema, (kid) => (kid === jkt ? identity : undefined));
  if (metadata.iss !== pins.issuer) throw new ProtocolError('wrong-issuer', 'The metadata is of another issuer.');
  if (!sharesOrigin(metadata.iss, metadata.socket) || !sharesOrigin(metadata.iss, metadata.pairing)) {
    throw new ProtocolError('wrong-issuer', 'An endpoint lies outside the origin of the issuer.');
  }
  if (metadata.seq < (pins.seq ?? 0)) throw new ProtocolError('stale', 'The metadata is older than what was seen before.');
  if (!metadata.versions.includes(1)) throw new ProtocolError('unsupported', 'The verifier does not speak version 1.');
  return { metadata, jkt };
}

/** What `/.well-known/deskfob-issuer` answers. Unsigned: TLS is its only proof. */
export const delegationSchema = z.object({ v: z.literal(1), issuer: issuerSchema });
