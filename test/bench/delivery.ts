import type { Benchmark, DatabaseKind } from './Benchmark.ts';
import type { DeliverTimes } from './clients/ClientMethods.ts';
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
on 1,000 sockets, 600 requests one after the other to different people after 500 that do not count, each after 5 ms of rest.
Verifier, apps and the application that asks are three processes; the last would be another computer, so it reads the reply to its
POST only after the measured time, when that takes no core from the others. **Floor**, also three processes with 1,000 sockets, in
turn with the product in blocks of 50: a bare \`node:http\` POST, one ES256 signature (\`node:crypto\`), one insert of as many bytes in a
transaction of its own on the same kind of database by the same driver, one \`ws\` frame, one verification, one append of
as many bytes as the journal's line, to the disk, to a file of that person's, the frame echoed, the POST answered. This way back
(echo and answer) has no counterpart in the product's time; "one way" is held against the floor without it.`,
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
  const times = (side: DeliverTimes[], end: keyof DeliverTimes): number[] => side.flatMap((block) => block[end]);
  const ours = times(measured.product, 'inbox');
  const row = (name: string, end: keyof DeliverTimes, share: number, goal: number | null): Row =>
    againstFloor(
      { name: `delivery, ${database}, ${name}`, value: percentile(ours, share), unit: 'ms' },
      percentile(times(measured.floor, end), share),
      goal,
    );
  return [row('p50', 'back', 0.5, GOAL), row('p99', 'back', 0.99, null), row('one way, p50', 'inbox', 0.5, null)];
}
