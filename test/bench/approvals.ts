import type { Benchmark, DatabaseKind } from './Benchmark.ts';
import { interleave } from './lib/interleave.ts';
import { type Sides, withSides } from './lib/Sides.ts';
import { median } from './lib/statistics.ts';
import { againstFloor, type Row } from './Row.ts';

export interface ApprovalsSize {
  readonly people: number;
  readonly inFlight: number;
  readonly blocks: number;
  readonly perBlock: number;
}

const FULL: ApprovalsSize = { people: 1000, inFlight: 64, blocks: 3, perBlock: 384 };

export const approvals: Benchmark = {
  name: 'approvals',
  how: `Whole approvals in a second, 64 at a time: transaction created, request delivered and verified, answer signed, settled,
event verified, long poll answered. Median of 3 blocks of 384, in turn with the floor. Verifier and apps are two processes, so on a
computer with few cores the apps take part of the time. The apps' disks are left out on both sides. **Floor**: the same calls,
frames, signatures and verifications and two inserts, each in a transaction of its own, all bare. More is better: the ratio is below 1.`,
  run: async (context) => {
    const rows: Row[] = [];
    for (const database of context.databases)
      rows.push(...(await withSides(context, database, FULL.people, async (sides) => await measureApprovals(sides, database, FULL))));
    return rows;
  },
};

/** With everybody connected. */
export async function measureApprovals({ product, floor }: Sides, database: DatabaseKind, size: ApprovalsSize): Promise<Row[]> {
  const work = { count: size.perBlock, inFlight: size.inFlight };
  const seconds = await interleave(
    size.blocks,
    async () => await product.client.call('approve', work),
    async () => await floor.client.call('approve', work),
  );
  const rate = (blocks: number[]): number => size.perBlock / median(blocks);
  return [againstFloor({ name: `approvals, ${database}`, value: rate(seconds.product), unit: '/s' }, rate(seconds.floor))];
}
