import type { Benchmark, DatabaseKind } from './Benchmark.ts';
import { interleave } from './lib/interleave.ts';
import { type Sides, withSides } from './lib/Sides.ts';
import { percentile } from './lib/statistics.ts';
import { againstFloor, type Row } from './Row.ts';

export interface SettlementSize {
  readonly people: number;
  readonly warmUp: number;
  readonly blocks: number;
  readonly perBlock: number;
}

const FULL: SettlementSize = { people: 1000, warmUp: 500, blocks: 12, perBlock: 50 };

const GOAL = 1.5;

export const settlement: Benchmark = {
  name: 'settlement',
  how: `From the moment the app sends its signed answer to the verified event \`settled\` in the app, and to the end of the relying
application's long poll. 1,000 accounts on 1,000 sockets, 600 approvals one after the other after 500 that do not count, each answer
after 5 ms of rest. Verifier, apps and application are three processes. **Floor**, the same three, in turn with the product in blocks
of 50: a \`ws\` frame, one verification, one signature, one insert of as many bytes in a transaction of its own, a \`ws\` frame, one
verification; and a bare \`node:http\` GET that was held until then.`,
  run: async (context) => {
    const rows: Row[] = [];
    for (const database of context.databases)
      rows.push(...(await withSides(context, database, FULL.people, async (sides) => await measureSettlement(sides, database, FULL))));
    return rows;
  },
};

/** With everybody connected. */
export async function measureSettlement({ product, floor }: Sides, database: DatabaseKind, size: SettlementSize): Promise<Row[]> {
  const block = (isWarmUp: boolean) => ({ count: isWarmUp ? size.warmUp : size.perBlock });
  const measured = await interleave(
    size.blocks,
    async (isWarmUp) => await product.client.call('settle', block(isWarmUp)),
    async (isWarmUp) => await floor.client.call('settle', block(isWarmUp)),
  );
  const row = (name: string, end: 'event' | 'poll', share: number, goal: number | null): Row => {
    const [ours, bare] = [measured.product, measured.floor].map((blocks) =>
      percentile(
        blocks.flatMap((times) => times[end]),
        share,
      ),
    );
    return againstFloor({ name: `${name}, ${database}`, value: ours ?? NaN, unit: 'ms' }, bare ?? NaN, goal);
  };
  return [
    row('answer to event, p50', 'event', 0.5, GOAL),
    row('answer to event, p99', 'event', 0.99, null),
    row('answer to end of poll, p50', 'poll', 0.5, null),
    row('answer to end of poll, p99', 'poll', 0.99, null),
  ];
}
