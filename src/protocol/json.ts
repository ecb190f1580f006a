import type { z } from 'zod';
import { ProtocolError } from './ProtocolError.ts';

/*
 * I-JSON (RFC 7493) as both ends read it. `JSON.parse` alone is too kind: of two members with one name it silently
 * takes the last, so that two implementations could read two different messages out of the same signed bytes.
 */

/** Arrays and objects inside one another; the deepest message of this version has four levels. */
const MOST_LEVELS = 16;

const [QUOTE, COLON, BACKSLASH] = [0x22, 0x3a, 0x5c];

/**
 * Parses text that must hold exactly one JSON value: no byte order mark, no member twice, no more than 16 levels.
 * @throws ProtocolError malformed
 */
export function parseJson(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw malformed();
  }
  checkMembers(text, json);
  return json;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** {@link parseJson} over bytes, which must be UTF-8. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw malformed();
  }
  return parseJson(text);
}

/** What a message may be read with: one object, or a union of objects that one member tells apart. */
export type Schema = z.ZodObject | z.ZodDiscriminatedUnion<readonly z.ZodObject[]>;

/**
 * Holds a parsed value against its schema. A value outside a closed set is what a later version would send; anything
 * else that does not fit is a broken message.
 * @throws ProtocolError malformed, unsupported
 */
export function parseShape<S extends Schema>(schema: S, json: unknown): z.infer<S> {
  const parsed = schema.safeParse(json);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod types the output of a generic schema as a plain record
  if (parsed.success) return parsed.data as z.infer<S>;
  const { issues } = parsed.error;
  const where = issues[0]?.path.join('.') ?? '';
  throw isLaterVersion(json) || issues.every((issue) => isLaterValue(issue, json))
    ? new ProtocolError('unsupported', `The message has a value at "${where}" that this version does not know.`)
    : new ProtocolError('malformed', `The message has not the expected shape at "${where}".`);
}

/** Whether the message says of itself that it belongs to a later version, whatever else it holds. */
export function isLaterVersion(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || !('v' in json)) return false;
  return typeof json.v === 'number' && Number.isSafeInteger(json.v) && json.v >= 2;
}

/** A closed set was left: by a present value of the set's own type, not by a missing member or another type. */
function isLaterValue(issue: z.core.$ZodIssue, json: unknown): boolean {
  if (issue.code === 'invalid_union') return issue.discriminator !== undefined && typeof valueAt(json, issue.path) === 'string';
  return (
    issue.code === 'invalid_value' &&
    issue.values.some((value) => typeof value === typeof valueAt(json, issue.path)) &&
    issue.path.at(-1) !== 'v'
  );
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    json,
  );
}

/** Members that stand in the text once more than in what was read from it are doubled. */
function checkMembers(text: string, json: unknown): void {
  if (countColons(text) !== countMembers(json, 1)) throw malformed();
}

/** Colons of valid JSON that are in no string: one for each member. Every message comes through here, so nothing is made on the way. */
function countColons(text: string): number {
  let colons = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) isInString = !isInString;
    else if (code === COLON && !isInString) colons += 1;
  }
  return colons;
}

/** @param level of `value`, were it an array or an object */
function countMembers(value: unknown, level: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (level > MOST_LEVELS) throw malformed();
  const inside = Object.values(value);
  let count = Array.isArray(value) ? 0 : inside.length;
  for (const one of inside) count += countMembers(one, level + 1);
  return count;
}

function malformed(): ProtocolError {
  return new ProtocolError('malformed', 'The message is not I-JSON.');
}
