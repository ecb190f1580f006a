import { InvalidArgumentError } from 'commander';
import type { AskingLimit } from '../policy/askingLimits.ts';

const UNITS_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000 };
/** Of a limit's time, so that little has to be counted. */
const LONGEST_MS = 24 * 3_600_000;

/** `10/10m`: ten times in ten minutes, beside the limits that came before it. @throws InvalidArgumentError */
export function parseAskingLimit(text: string, before: readonly AskingLimit[] = []): readonly AskingLimit[] {
  const [, most, count, unit] = /^([1-9]\d{0,5})\/([1-9]\d{0,4})([smh])$/.exec(text) ?? [];
  const withinMs = Number(count) * (UNITS_MS[unit ?? ''] ?? NaN);
  if (Number.isNaN(withinMs) || withinMs > LONGEST_MS)
    throw new InvalidArgumentError('Write it like 10/10m, 30/1h or 5/90s, with at most 24h.');
  return [...before, { most: Number(most), withinMs }];
}
