import { UNSEEN } from '../../protocol/text.ts';

const LONGEST = 200;
const unseen = new RegExp(`[${UNSEEN}]+`, 'gu');

/**
 * A name out of a stranger's file, as it may be shown: without what nobody sees but everybody reads differently for, blanks
 * made one, at most 200 characters. Empty for what is no text.
 */
export function cleanName(value: unknown): string {
  if (typeof value !== 'string') return '';
  // Cut first: a name of a gigabyte must cost no more than one of a line.
  const text = value
    .slice(0, LONGEST * 8)
    .replace(unseen, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return Array.from(text).slice(0, LONGEST).join('').trim();
}

/** The names that are any, each once. */
export function cleanNames(values: readonly unknown[]): string[] {
  return [...new Set(values.map(cleanName))].filter((name) => name !== '');
}
