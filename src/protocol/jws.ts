import { sign, verify } from 'node:crypto';
import { z } from 'zod';
import { isLaterVersion, parseJsonBytes, parseShape } from './json.ts';
import { type PrivateJwk, type PublicJwk, publicJwk, publicJwkSchema, signatureKey, thumbprint } from './keys.ts';
import { LIMITS } from './limits.ts';
import { ProtocolError } from './ProtocolError.ts';
import { idSchema, signedMessagePattern, thumbprintSchema } from './text.ts';

/*
 * Goal: a message is believed only if a pinned key signed exactly these bytes for exactly this purpose.
 * Attacker: anyone between the two ends, with full control of every byte.
 * The header is the classic weak spot of JOSE, so the profile leaves it no freedom: {alg, typ, kid} (or jwk), ES256 only.
 * Base64url has one spelling here, too: libraries differ in what padding, blanks and spare bits they forgive.
 * Not defended here: replay and freshness. They need a clock or a memory and belong to the caller. And (r, n - s) is as
 * good a signature as (r, s), so that one payload can travel as two messages: know a message by its `jti`.
 */

export type MessageType =
  | 'deskfob-metadata+jwt'
  | 'deskfob-pairing+jwt'
  | 'deskfob-account+jwt'
  | 'deskfob-attach+jwt'
  | 'deskfob-attached+jwt'
  | 'deskfob-request+jwt'
  | 'deskfob-answer+jwt'
  | 'deskfob-event+jwt'
  | 'deskfob-removal+jwt'
  | 'deskfob-mute+jwt';

/** A payload's schema: one object, or a union of objects that one member tells apart. */
export type PayloadSchema = z.ZodObject | z.ZodDiscriminatedUnion<readonly z.ZodObject[]>;

/** Looks up a pinned public key by its thumbprint; only keys of the one expected sender may be found. */
export type FindKey = (kid: string) => PublicJwk | undefined | Promise<PublicJwk | undefined>;

const keyIdHeader = z.strictObject({ alg: z.literal('ES256'), typ: z.string(), kid: thumbprintSchema });
const keyHeader = z.strictObject({ alg: z.literal('ES256'), typ: z.string(), jwk: z.strictObject(publicJwkSchema.shape) });

/** Signs `payload` with ES256 (RFC 7518 section 3.4) under the header {alg, typ, kid}. */
export async function signMessage(typ: MessageType, payload: object, key: PrivateJwk): Promise<string> {
  const kid = await thumbprint(key);
  return compact(payload, { alg: 'ES256', typ, kid }, key);
}

/** Signs the proof of possession of a key that the other end does not know yet: header {alg, typ, jwk}. */
export async function signProof(typ: MessageType, payload: object, key: PrivateJwk): Promise<string> {
  return compact(payload, { alg: 'ES256', typ, jwk: publicJwk(key) }, key);
}

/**
 * Verifies a message against the sender's pinned keys and parses its payload.
 * @throws ProtocolError malformed, too-large, bad-header, unknown-key, bad-signature, unsupported
 */
export async function verifyMessage<S extends PayloadSchema>(
  typ: MessageType,
  jws: string,
  schema: S,
  findKey: FindKey,
): Promise<z.infer<S>> {
  const kid = peekKeyId(jws, typ);
  const key = await findKey(kid);
  if (key === undefined || (await thumbprint(key)) !== kid)
    throw new ProtocolError('unknown-key', 'The message is signed with a key that is not known.');
  return parsePayload(verifiedBytes(jws, key), schema);
}

/** Verifies a proof of possession; returns its payload and the key that it proves. Errors as {@link verifyMessage}. */
export async function verifyProof<S extends PayloadSchema>(
  typ: MessageType,
  jws: string,
  schema: S,
): Promise<{ payload: z.infer<S>; jwk: PublicJwk }> {
  const { jwk } = parseHeader(jws, typ, keyHeader);
  return { payload: parsePayload(verifiedBytes(jws, jwk), schema), jwk };
}

/**
 * Reads a payload WITHOUT believing it, to learn which key it claims to be signed with or which account it names.
 * Verify it before anything else is done with it.
 */
export function peekPayload<S extends PayloadSchema>(jws: string, schema: S): z.infer<S> {
  requireSignedMessage(jws);
  return parseShape(schema, parseJsonBytes(Buffer.from(partsOf(jws).payload, 'base64url')));
}

function compact(payload: object, header: { alg: 'ES256'; typ: string; kid?: string; jwk?: PublicJwk }, key: PrivateJwk): string {
  const signed = [header, payload].map((json) => Buffer.from(JSON.stringify(json)).toString('base64url')).join('.');
  // Synchronous: the call takes less time than the way to a thread and back that Web Crypto's promises take.
  const signature = sign('sha256', Buffer.from(signed), signatureKey(key));
  return `${signed}.${signature.toString('base64url')}`;
}

/** Headers as they were read before. A sender's is the same text in all its messages of one kind, so most come again and again. */
const headers = new Map<string, { readonly typ: MessageType; readonly kid: string }>();
const MOST_HEADERS = 1_000;
const LONGEST_HEADER = 200;

/**
 * The key that a message of this type says it is signed with, WITHOUT believing it: to learn whose it claims to be.
 * @throws ProtocolError malformed, too-large, bad-header
 */
export function peekKeyId(jws: string, typ: MessageType): string {
  requireSignedMessage(jws);
  const text = partsOf(jws).header;
  const known = headers.get(text);
  if (known?.typ === typ) return known.kid;
  const { kid } = parseHeader(jws, typ, keyIdHeader);
  if (headers.size >= MOST_HEADERS) headers.clear();
  if (text.length <= LONGEST_HEADER) headers.set(text, { typ, kid });
  return kid;
}

function parseHeader<S extends z.ZodObject<{ typ: z.ZodString }>>(jws: string, typ: MessageType, schema: S): z.infer<S> {
  requireSignedMessage(jws);
  const parsed = schema.safeParse(parseJsonBytes(Buffer.from(partsOf(jws).header, 'base64url')));
  if (!parsed.success || parsed.data.typ !== typ) throw new ProtocolError('bad-header', 'The header of the message is not allowed.');
  return parsed.data;
}

function verifiedBytes(jws: string, key: PublicJwk): Uint8Array {
  const { signed, payload, signature } = partsOf(jws);
  const publicKey = signatureKey('d' in key ? publicJwk(key) : key);
  if (!verify('sha256', Buffer.from(signed, 'latin1'), publicKey, Buffer.from(signature, 'base64url')))
    throw new ProtocolError('bad-signature', 'The signature of the message is wrong.');
  return Buffer.from(payload, 'base64url');
}

const mustSchema = z.object({ must: z.array(idSchema).max(32) });

function parsePayload<S extends PayloadSchema>(bytes: Uint8Array, schema: S): z.infer<S> {
  const json = parseJsonBytes(bytes);
  // A later version may give `must` another shape.
  if (typeof json === 'object' && json !== null && 'must' in json && !isLaterVersion(json)) {
    const { must } = parseShape(mustSchema, json);
    if (must.some((member) => !knows(schema, json, member))) {
      throw new ProtocolError('unsupported', 'The message asks for something this version does not know.');
    }
  }
  return parseShape(schema, json);
}

/** Whether this kind of message has the member; a member of another event than the one at hand does not count. */
function knows(schema: PayloadSchema, json: unknown, member: string): boolean {
  if (schema instanceof z.ZodObject) return member === 'must' || Object.hasOwn(schema.shape, member);
  const { discriminator } = schema.def;
  return schema.options.some(
    (option) =>
      z.object({ [discriminator]: option.shape[discriminator] ?? z.never() }).safeParse(json).success && knows(option, json, member),
  );
}

/** A compact JWS in its parts, and what its signature is over. @param jws of the shape of a signed message */
function partsOf(jws: string): { signed: string; header: string; payload: string; signature: string } {
  const [first, last] = [jws.indexOf('.'), jws.lastIndexOf('.')];
  return { signed: jws.slice(0, last), header: jws.slice(0, first), payload: jws.slice(first + 1, last), signature: jws.slice(last + 1) };
}

function requireSignedMessage(jws: string): void {
  if (jws.length > LIMITS.frameBytes) throw new ProtocolError('too-large', 'The message is too large.');
  if (!signedMessagePattern.test(jws)) throw new ProtocolError('malformed', 'The message is not a signed message.');
}
