import { expect } from 'vitest';
import type { Tries } from '../attack.ts';

/** One attempt after the other; those that got what they were after are named. */
export async function tryEach<T>(
  variants: Readonly<Record<string, T>> | readonly T[],
  attempt: (variant: T) => Promise<boolean>,
): Promise<Tries> {
  const entries: [string, T][] = Object.entries(variants);
  const succeeded: string[] = [];
  for (const [name, variant] of entries) if (await attempt(variant)) succeeded.push(name);
  expect.soft(succeeded, 'attempts that succeeded').toEqual([]);
  return { attempts: entries.length, successes: succeeded.length };
}
