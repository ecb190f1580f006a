import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { importKey, type PrivateJwk, type PublicJwk, publicJwk, publicJwkSchema, thumbprint } from './keys.ts';
import { LIMITS } from './limits.ts';
import { ProtocolError } from './ProtocolError.ts';

/*
 * Goal: a message is believed only if a pinned key signed exactly these bytes for exactly this purpose.
 * Attacker: anyone between the two ends, with full control of every byte.
 * The header is the classic weak spot of JOSE, so the profile leaves it no freedom: {alg, typ, kid} (or jwk), ES256 only.
 * Not defended here: replay and freshness. They need a clock or a memory and belong to the caller.
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

const keyIdHeader = z.strictObject({ alg: z.literal('ES256'), typ: z.string(), kid: z.string() });
const keyHeader = z.strictObject({ alg: z.literal('ES256'), typ: z.string(), jwk: z.strictObject(publicJwkSchema.shape) });

/** Signs `payload` with ES256 (RFC 7518 section 3.4) under the header {alg, typ, kid}. */
export async function signMessage(typ: MessageType, payload: object, key: PrivateJwk): Promise<string> {
  const kid = await thumbprint(key);
  return await compact(payload, { alg: 'ES256', typ, kid }, key);
}

/** Signs the proof of possession of a key that the other end does not know yet: header {alg, typ, jwk}. */
export async function signProof(typ: MessageType, payload: object, key: PrivateJwk): Promise<string> {
  return await compact(payload, { alg: 'ES256', typ, jwk: publicJwk(key) }, key);
}

/**
 * Verifies a message against the sender's pinned keys and parses its payload.
 * @throws ProtocolError malformed, too-large, bad-header, unknown-key, bad-signature, unsupported
 */
export async function verifyMessage<S extends PayloadSchema>(typ: MessageType, jws: string, schema: S, findKey: FindKey): Promise<z.infer<S>> {
  const { kid } = parseHeader(jws, typ, keyIdHeader);
  const key = await findKey(kid);
  if (key === undefined || (await thumbprint(key)) !== kid) throw new ProtocolError('unknown-key', 'The message is signed with a key that is not known.');
  return parsePayload(await verifiedBytes(jws, key), schema);
}

/** Verifies a proof of possession; returns its payload and the key that it proves. Errors as {@link verifyMessage}. */
export async function verifyProof<S extends PayloadSchema>(typ: MessageType, jws: string, schema: S): Promise<{ payload: z.infer<S>; jwk: PublicJwk }> {
  const { jwk } = parseHeader(jws, typ, keyHeader);
  return { payload: parsePayload(await verifiedBytes(jws, jwk), schema), jwk };
}

/**
 * Reads a payload WITHOUT believing it, to learn which key it claims to be signed with or which account it names.
 * Verify it before anything else is done with it.
 */
export function peekPayload<S extends PayloadSchema>(jws: string, schema: S): z.infer<S> {
  const part = checkSize(jws).split('.')[1] ?? '';
  return parsePayload(Buffer.from(part, 'base64url'), schema);
}

async function compact(payload: object, header: { alg: 'ES256'; typ: string; kid?: string; jwk?: PublicJwk }, key: PrivateJwk): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return await new CompactSign(bytes).setProtectedHeader(header).sign(await importKey(key, 'ES256'));
}

function parseHeader<S extends z.ZodObject<{ typ: z.ZodString }>>(jws: string, typ: MessageType, schema: S): z.infer<S> {
  let header: unknown;
  try {
    header = decodeProtectedHeader(checkSize(jws));
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw new ProtocolError('malformed', 'The message is not a signed message.');
  }
  const parsed = schema.safeParse(header);
  if (!parsed.success || parsed.data.typ !== typ) throw new ProtocolError('bad-header', 'The header of the message is not allowed.');
  return parsed.data;
}

async function verifiedBytes(jws: string, key: PublicJwk): Promise<Uint8Array> {
  const publicKey = await importKey(publicJwk(key), 'ES256');
  try {
    return (await compactVerify(jws, publicKey, { algorithms: ['ES256'] })).payload;
  } catch {
    throw new ProtocolError('bad-signature', 'The signature of the message is wrong.');
  }
}

const mustSchema = z.looseObject({ must: z.array(z.string().max(64)).max(32).optional() });

function parsePayload<S extends PayloadSchema>(bytes: Uint8Array, schema: S): z.infer<S> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ProtocolError('malformed', 'The message is not JSON.');
  }
  const must = mustSchema.safeParse(json);
  if (!must.success) throw new ProtocolError('malformed', 'The message has not the expected shape.');
  if (must.data.must?.some((member) => !knows(schema, member)) === true) {
    throw new ProtocolError('unsupported', 'The message asks for something this version does not know.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data as z.infer<S>;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  // A value outside a closed set is what a later version would send; anything else is a broken message.
  const unknownValue = parsed.error.issues.every((issue) => issue.code === 'invalid_value' || issue.code === 'invalid_union');
  throw unknownValue
    ? new ProtocolError('unsupported', `The message has a value at "${where}" that this version does not know.`)
    : new ProtocolError('malformed', `The message has not the expected shape at "${where}".`);
}

function knows(schema: PayloadSchema, member: string): boolean {
  const shapes = schema instanceof z.ZodObject ? [schema.shape] : schema.options.map((option) => option.shape);
  return member === 'must' || shapes.some((shape) => Object.hasOwn(shape, member));
}

function checkSize(text: string): string {
  if (text.length > LIMITS.frameBytes) throw new ProtocolError('too-large', 'The message is too large.');
  return text;
}
