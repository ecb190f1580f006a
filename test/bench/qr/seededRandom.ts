/** Numbers from 0 up to, never at, 1; the same for the same seed, on every computer. */
export type Random = () => number;

/** Mulberry32: 32 bits of state, good enough for pictures and nothing else. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function between(random: Random, least: number, most: number): number {
  return least + random() * (most - least);
}

export function oneOf<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new Error('There is nothing to choose from.');
  return choice;
}

export function textOf(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => oneOf(random, Array.from(alphabet))).join('');
}

/** About normal, with a mean of 0 and a deviation of 1. A sum of four: what logarithms give is not the same everywhere. */
export function normal(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}
