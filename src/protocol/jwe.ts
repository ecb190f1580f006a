import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import { parseJsonBytes } from './json.ts';
import { agreementKey, type PrivateJwk, type PublicJwk, publicJwk, publicJwkSchema, thumbprint } from './keys.ts';
import { LIMITS } from './limits.ts';
import { ProtocolError } from './ProtocolError.ts';
import { encryptedMessagePattern, thumbprintSchema } from './text.ts';

/*
 * Goal: a TLS terminator or proxy between the two ends learns neither a pairing key nor a seed.
 * Direct ECDH-ES with A256GCM (RFC 7518 sections 4.6 and 5.3). Key wrapping is left out: A256KW is missing from the
 * BoringSSL of some Electron versions, and Node's OpenSSL would hide that in tests.
 * Not defended here: who encrypted. The content is a signed message, or bound to one.
 */

const header = z.strictObject({
  alg: z.literal('ECDH-ES'),
  enc: z.literal('A256GCM'),
  kid: thumbprintSchema,
  epk: z.strictObject(publicJwkSchema.shape),
});

/** Encrypts `plaintext` for the holder of `recipient`; header {alg, enc, kid, epk}. */
export async function encryptFor(recipient: PublicJwk, plaintext: string): Promise<string> {
  return await new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: await thumbprint(recipient) })
    .encrypt(await agreementKey(publicJwk(recipient)));
}

/**
 * Decrypts with the private key that `kid` names among `keys`.
 * @throws ProtocolError malformed, too-large, bad-header, unknown-key, cannot-decrypt
 */
export async function decryptWith(keys: readonly PrivateJwk[], jwe: string): Promise<string> {
  const { kid } = parseHeader(jwe);
  const key = await findByThumbprint(keys, kid);
  try {
    const { plaintext } = await compactDecrypt(jwe, await agreementKey(key), {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext);
  } catch {
    throw new ProtocolError('cannot-decrypt', 'The message cannot be decrypted.');
  }
}

function parseHeader(jwe: string): z.infer<typeof header> {
  if (jwe.length > LIMITS.frameBytes) throw new ProtocolError('too-large', 'The message is too large.');
  if (!encryptedMessagePattern.test(jwe)) throw new ProtocolError('malformed', 'The message is not an encrypted message.');
  const parsed = header.safeParse(parseJsonBytes(Buffer.from(jwe.split('.')[0] ?? '', 'base64url')));
  if (!parsed.success) throw new ProtocolError('bad-header', 'The header of the message is not allowed.');
  return parsed.data;
}

async function findByThumbprint(keys: readonly PrivateJwk[], kid: string): Promise<PrivateJwk> {
  for (const key of keys) if ((await thumbprint(key)) === kid) return key;
  throw new ProtocolError('unknown-key', 'The message is encrypted for another key.');
}
