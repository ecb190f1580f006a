import type { Benchmark, DatabaseKind } from './Benchmark.ts';
import { interleave } from './lib/interleave.ts';
import { type Sides, withSides } from './lib/Sides.ts';
import { percentile } from './lib/statistics.ts';
import { againstFloor, type Row } from './Row.ts';

export interface DeliverySize {
  readonly people: number;
  readonly warmUp: number;
  readonly blocks: number;
  readonly perBlock: number;
}

const FULL: DeliverySize = { people: 1000, warmUp: 500, blocks: 12, perBlock: 50 };
const GOAL = 1.5;

export const delivery: Benchmark = {
  name: 'delivery',
  how: `From \`POST /v1/transactions\` to the request in the app's inbox: verified, sealed, and fsynced in its journal. 1,000 accounts
on 1,000 sockets, 600 requests one after the other to different people after 500 that do not count. The verifier, the apps and the
application that asks are three processes; as the last is another computer in life, it reads the reply to its POST only after
the measured time, so that it takes no core from the others. **Floor**, also three processes with 1,000 sockets, in turn with the
product in blocks of 50: a bare \`node:http\` POST, one ES256 signature (\`node:crypto\`), one insert of as many bytes in a transaction
of its own on the same kind of database by the same driver, one \`ws\` frame, one verification, one append with \`fdatasync\` of as
many bytes as the journal's line to a file for each person, the frame echoed, the POST answered. The floor's way back (echo and
answer) has no counterpart in the product's time.`,
  run: async (context) => {
    const rows: Row[] = [];
    for (const database of context.databases)
      rows.push(...(await withSides(context, database, FULL.people, async (sides) => await measureDelivery(sides, database, FULL))));
    return rows;
  },
};

/** With everybody connected. */
export async function measureDelivery({ product, floor }: Sides, database: DatabaseKind, size: DeliverySize): Promise<Row[]> {
  const block = (isWarmUp: boolean) => ({ count: isWarmUp ? size.warmUp : size.perBlock });
  const measured = await interleave(
    size.blocks,
    async (isWarmUp) => await product.client.call('deliver', block(isWarmUp)),
    async (isWarmUp) => await floor.client.call('deliver', block(isWarmUp)),
  );
  const [ours, bare] = [measured.product.flat(), measured.floor.flat()];
  const row = (name: string, share: number, goal: number | null): Row =>
    againstFloor({ name: `delivery, ${database}, ${name}`, value: percentile(ours, share), unit: 'ms' }, percentile(bare, share), goal);
  return [row('p50', 0.5, GOAL), row('p99', 0.99, null)];
}
