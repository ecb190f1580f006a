import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { appEnv } from '../harness/appEnv.ts';
import { startDesktopSession } from '../harness/desktopSession.ts';
import type { BenchContext, Benchmark } from './Benchmark.ts';
import { interleave } from './lib/interleave.ts';
import { type ObservedStart, observeStart } from './lib/observeStart.ts';
import { prepareProfile, startEmpty } from './lib/prepareProfile.ts';
import { median } from './lib/statistics.ts';
import { Program } from './process/Program.ts';
import { againstFloor, byValue, type Row } from './Row.ts';
import type { ServerMethods } from './servers/ServerMethods.ts';

export interface AppSize {
  readonly accounts: number;
  readonly starts: number;
  readonly memories: number;
}

const FULL: AppSize = { accounts: 10, starts: 12, memories: 3 };
const START_GOAL = 1.5;
const REST_MS = 2_000;
const root = join(import.meta.dirname, '../..');
const product = { main: join(root, 'out/main/index.js'), selector: '[data-testid="passcode"]' };
const empty = { main: join(root, 'test/harness/fixture/empty.mjs'), selector: 'p' };

export const app: Benchmark = {
  name: 'app',
  how: `**Start**: from the start of the process to the first passcode painted (the second frame after it stands in the page), with a
profile of 10 accounts paired with a running verifier that was started once before, its key in a real keyring. Median of 12 starts after one that does not count,
each with a fresh copy of the profile. **Floor**, start by start in turn: an app in the same host that opens one window with
the same web preferences and one line of text. **Memory**: resident memory of the main process after garbage collection, 2 s after
that, less that of the empty app (the floor); median of 3.`,
  run: async (context) => await measureApp(context, FULL),
};

export async function measureApp(context: BenchContext, size: AppSize): Promise<Row[]> {
  const folder = await mkdtemp(join(context.folder, 'app-'));
  const session = await startDesktopSession({ folder: join(folder, 'session') });
  const verifier = new Program<ServerMethods>(join(import.meta.dirname, 'servers/verifier.ts'));
  try {
    const profile = join(folder, 'profile');
    await prepareProfile(profile, await startEmpty(verifier, folder), session, size.accounts);
    const start = async (plan: typeof product, memoryAfterMs?: number): Promise<ObservedStart> => {
      const copy = await mkdtemp(join(folder, 'start-'));
      if (plan === product) await cp(profile, copy, { recursive: true });
      const env = { ...session.env, ...appEnv };
      return await observeStart(context, { ...plan, profile: copy, env, ...(memoryAfterMs !== undefined && { memoryAfterMs }) });
    };
    const inTurn = async (times: number, memoryAfterMs?: number) =>
      await interleave(
        times,
        async () => await start(product, memoryAfterMs),
        async () => await start(empty, memoryAfterMs),
      );
    const starts = await inTurn(size.starts);
    const memories = await inTurn(size.memories, REST_MS);
    const [ours, bare] = [starts.product, starts.floor].map((each) => median(each.map(({ ms }) => ms)));
    const [mib, bareMib] = [memories.product, memories.floor].map((each) => median(each.map(({ bytes }) => bytes)) / 1024 ** 2);
    return [
      againstFloor({ name: 'app start to first passcode', value: ours ?? NaN, unit: 'ms' }, bare ?? NaN, START_GOAL),
      byValue({ name: 'app memory over an empty app', value: (mib ?? NaN) - (bareMib ?? NaN), unit: 'MiB' }, null, bareMib ?? NaN),
    ];
  } finally {
    await verifier.stop();
    await session.stop();
  }
}
