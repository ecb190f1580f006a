import { expect, it } from 'vitest';
import type { Attacker } from './attackers.ts';

export interface Tries {
  attempts: number;
  successes: number;
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: Tries & { attacker: Attacker };
  }
}

/**
 * One attack against the running parts, as a test that fails when it succeeds.
 * @param attempt performs it and says whether it got what it was after; for many tries of one kind, how many and how many of them did.
 * An attempt that cannot be made throws: an attack that never took place proves nothing.
 */
export function attack(attacker: Attacker, what: string, attempt: () => Promise<boolean | Tries>): void {
  // oxlint-disable-next-line vitest/valid-title -- the callers' literals are the titles
  it(what, async ({ task }) => {
    const result = await attempt();
    const tries = typeof result === 'boolean' ? { attempts: 1, successes: result ? 1 : 0 } : result;
    task.meta.attack = { attacker, ...tries };
    expect(tries.attempts).toBeGreaterThan(0);
    expect(tries.successes).toBe(0);
  });
}
