import { z } from 'zod';
import { ERROR_CODES } from '../../../bridge/errors.ts';
import { idSchema } from '../../../protocol/text.ts';
import { formatPairingLink } from '../../../protocol/pairingLink.ts';
import { hostOf, type PairingSource, signInNameOfSource, sourceOfLink, sourceOfName } from '../PairingSource.ts';

const keySchema = z.union([z.strictObject({ link: z.string() }), z.strictObject({ signInName: z.string(), key: z.string() })]);

/** One line of a list, as it lies sealed in the vault until the list is closed. */
export const pairingLineSchema = z.strictObject({
  /** This computer's own name for it, random. */
  id: idSchema,
  /** Where it stands in the list, from 1. */
  number: z.int().min(1),
  name: z.string().max(400),
  host: z.string().max(400),
  /** Only while it waits: what is used up is not kept. */
  key: keySchema.optional(),
  state: z.enum(['waiting', 'paired', 'failed', 'duplicate']),
  error: z.enum(ERROR_CODES).optional(),
});
export type PairingLine = z.infer<typeof pairingLineSchema>;

/** A line that can be paired. */
export type WaitingLine = PairingLine & { state: 'waiting'; key: NonNullable<PairingLine['key']> };

export function isWaiting(line: PairingLine): line is WaitingLine {
  return line.state === 'waiting' && line.key !== undefined;
}

export function waitingLine(id: string, number: number, name: string, source: PairingSource): WaitingLine {
  const key = source.by === 'link' ? { link: formatPairingLink(source.link) } : { signInName: signInNameOfSource(source), key: source.key };
  return { id, number, name, host: hostOf(source), key, state: 'waiting' };
}

/** The same line without its key. */
export function endedLine(
  { key: _, error: __, ...line }: PairingLine,
  state: 'paired' | 'failed' | 'duplicate',
  error?: PairingLine['error'],
): PairingLine {
  return { ...line, state, ...(error !== undefined && { error }) };
}

export function sourceOfLine({ key }: WaitingLine): PairingSource {
  return 'link' in key ? sourceOfLink(key.link) : sourceOfName(key.signInName, key.key);
}
