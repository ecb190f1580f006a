import { z } from 'zod';
import { parseJson, parseShape } from './json.ts';
import { LIMITS } from './limits.ts';
import { capabilitySchema } from './messages/attach.ts';
import { ProtocolError } from './ProtocolError.ts';
import { diagnosticSchema, idSchema, nonceSchema, signedMessagePattern } from './text.ts';

/*
 * The frames of the WebSocket. A frame is only an envelope: `hello`, `error` and close codes decide nothing; what
 * counts is inside the signed messages.
 */

export const SUBPROTOCOL = 'deskfob.v1';

const jws = z.string().max(LIMITS.frameBytes).regex(signedMessagePattern);

/** Codes of an `error` frame. Advice only: the receiver changes no state on it. */
export const frameErrorCodeSchema = z.enum([
  'malformed',
  'unsupported',
  'throttled',
  'not-attached',
  'unknown-request',
  'conflict',
  'user-verification-required',
  'replaced',
  'unavailable',
]);
export type FrameErrorCode = z.infer<typeof frameErrorCodeSchema>;

const errorFrame = z.object({ type: z.literal('error'), code: frameErrorCodeSchema, message: diagnosticSchema, id: idSchema.optional() });

export const verifierFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), nonce: nonceSchema }),
  z.object({ type: z.literal('attached'), reply: jws }),
  z.object({ type: z.literal('request'), request: jws }),
  z.object({ type: z.literal('event'), event: jws }),
  errorFrame,
]);
export type VerifierFrame = z.infer<typeof verifierFrameSchema>;

export const appFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('attach'),
    nonce: nonceSchema,
    supports: z.array(z.string().regex(/^[a-z0-9:._-]{1,64}$/)).max(32),
    proofs: z.array(jws).min(1).max(LIMITS.proofsPerAttach),
  }),
  /** `id` is the request's `jti`. */
  z.object({ type: z.literal('received'), id: idSchema }),
  z.object({ type: z.literal('answer'), answer: jws }),
  z.object({ type: z.literal('remove'), proof: jws }),
  z.object({ type: z.literal('mute'), mute: jws }),
  errorFrame,
]);
export type AppFrame = z.infer<typeof appFrameSchema>;

/** WebSocket close codes (RFC 6455 section 7.4.2, private range). They say why, and decide nothing. */
export const CLOSE = {
  goingAway: 1001,
  tooLarge: 1009,
  malformed: 4400,
  notAttached: 4401,
  clockSet: 4408,
  throttled: 4429,
  unavailable: 4503,
} as const;

/** @throws ProtocolError malformed, too-large, unsupported (a frame type or error code of a later version) */
export function parseFrame<S extends typeof verifierFrameSchema | typeof appFrameSchema>(text: string, schema: S): z.infer<S> {
  if (Buffer.byteLength(text) > LIMITS.frameBytes) throw new ProtocolError('too-large', 'The frame is too large.');
  return parseShape(schema, parseJson(text));
}

/** The capabilities of an `attach` frame that this version knows; others are left out. */
export function knownCapabilities(supports: readonly string[]): z.infer<typeof capabilitySchema>[] {
  return supports.flatMap((name) => {
    const parsed = capabilitySchema.safeParse(name);
    return parsed.success ? [parsed.data] : [];
  });
}
