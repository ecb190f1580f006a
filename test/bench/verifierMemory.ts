import type { Benchmark } from './Benchmark.ts';
import { type Side, Sides } from './lib/Sides.ts';
import { byValue, type Row } from './Row.ts';

export interface MemorySize {
  readonly warmUp: number;
  readonly people: number;
}

const FULL: MemorySize = { warmUp: 1500, people: 2000 };
const GOAL_KIB = 25;

export const verifierMemory: Benchmark = {
  name: 'verifier-memory',
  how: `What one attached account costs the verifier's process beyond a bare \`ws\` socket: resident memory after garbage collection with
3,500 accounts on 3,500 sockets, less that with 1,500, for each of the 2,000 between: by then the database's code is compiled, which
takes far more memory than any account. **Floor**: the same of a bare \`ws\` server. The
value is the difference of the two.`,
  run: async (context) => {
    const sides = await Sides.start(context, 'pglite', FULL.warmUp + FULL.people);
    try {
      return await measureVerifierMemory(sides, FULL);
    } finally {
      await sides.stop();
    }
  },
};

/** With nobody connected yet. */
export async function measureVerifierMemory(sides: Sides, size: MemorySize): Promise<Row[]> {
  // The first ones load what is loaded once.
  await sides.connect(0, size.warmUp);
  const grow = async ({ server, client }: Side): Promise<number> => {
    const before = await server.call('memory', undefined);
    await client.call('connect', { from: size.warmUp, to: size.warmUp + size.people });
    return ((await server.call('memory', undefined)) - before) / size.people / 1024;
  };
  const [ours, bare] = [await grow(sides.product), await grow(sides.floor)];
  return [byValue({ name: 'verifier memory per account', value: ours - bare, unit: 'KiB' }, GOAL_KIB, bare)];
}
