import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { appEnv } from '../harness/appEnv.ts';
import { type DesktopSession, startDesktopSession } from '../harness/desktopSession.ts';
import { typeAndDelete } from './accounts/keystrokes.ts';
import { type OrdinaryAccount, ordinaryAccounts } from './accounts/ordinaryAccounts.ts';
import { ScriptTime } from './accounts/scriptTime.ts';
import { WatchedPage } from './accounts/WatchedPage.ts';
import type { BenchContext, Benchmark } from './Benchmark.ts';
import type { OrdinaryProfileMethods } from './clients/ordinaryProfile.ts';
import { interleave } from './lib/interleave.ts';
import { observeStart } from './lib/observeStart.ts';
import { median, percentile } from './lib/statistics.ts';
import { Program } from './process/Program.ts';
import { againstFloor, byValue, type Row } from './Row.ts';

export interface AccountsSize {
  readonly many: number;
  readonly few: number;
  readonly starts: number;
  /** Words that are typed and deleted, letter by letter. */
  readonly searches: number;
  readonly ticks: number;
  /** Of the codes, in seconds. Shorter than that of most sites, so that new ones are not waited for as long. */
  readonly period: number;
}

const FULL: AccountsSize = { many: 1000, few: 10, starts: 8, searches: 8, ticks: 10, period: 10 };
const START_GOAL = 1.5;
const KEY_GOAL_MS = 16;
const TICK_GOAL_MS = 2;
const SHARE = 0.95;
/** All that new codes set going in a page is over by then. */
const TICK_MS = 1_000;
const root = join(import.meta.dirname, '../..');
const product = join(root, 'out/main/index.js');
const empty = join(root, 'test/harness/fixture/empty.mjs');

export const accounts: Benchmark = {
  name: 'accounts',
  how: `1,000 accounts of ordinary sites, each with a secret of its own, in an app without a verifier. **Start**: as under \`app\`, median of 8.
**Floor**, start by start in turn: the same app with 10 accounts. **Search**: from the browser's time stamp of a real key to the second
frame after the field and all cards in sight say what they should, eight names that are typed and deleted key by key; 95th percentile, less
that of the **floor**: the same keys, name by name in turn, in an empty field of an app in the same host, which waits for the same two
frames. What is left is the script, layout and paint that did not fit into the frame in which the key would have been shown anyway. **New
codes**: script of the page's own and what it calls, by the browser's profiler every 0.1 ms, in the second in which
all codes change; how main's message gets into the page is the host's and left out. Median of 10. **Floor**: the second after it, in
which only the rings move on. Main: computing the codes and writing them down for a page (\`v8.serialize\`), in a process of its own, median.`,
  run: async (context) => await measureAccounts(context, FULL),
};

export async function measureAccounts(context: BenchContext, size: AccountsSize): Promise<Row[]> {
  const folder = await mkdtemp(join(context.folder, 'accounts-'));
  const session = await startDesktopSession({ folder: join(folder, 'session') });
  const maker = new Program<OrdinaryProfileMethods>(join(import.meta.dirname, 'clients/ordinaryProfile.ts'), { env: session.env });
  try {
    const profileOf = async (count: number): Promise<string> => {
      const profile = join(folder, `with-${count}`);
      await mkdir(profile, { mode: 0o700 });
      await maker.call('make', { profile, accounts: count, period: size.period });
      return profile;
    };
    const many = await profileOf(size.many);
    const few = await profileOf(size.few);
    const mainMs = await maker.call('ticks', { profile: many, times: size.ticks, period: size.period });
    const start = await measureStart(context, { folder, session, many, few }, size);
    const window = await WatchedPage.open({ main: product, profile: many, env: session.env });
    const bare = await WatchedPage.open({ main: empty, profile: await mkdtemp(join(folder, 'empty-')), env: session.env });
    try {
      return [
        start,
        await measureSearch(window.page, bare.page, size),
        await measureTicks(window.page, size),
        byValue({ name: `new codes of ${size.many} accounts: main`, value: median(mainMs), unit: 'ms' }),
      ];
    } finally {
      await window.close();
      await bare.close();
    }
  } finally {
    await maker.stop();
    await session.stop();
  }
}

interface Profiles {
  readonly folder: string;
  readonly session: DesktopSession;
  readonly many: string;
  readonly few: string;
}

async function measureStart(context: BenchContext, { folder, session, many, few }: Profiles, size: AccountsSize): Promise<Row> {
  const startWith = (profile: string) => async (): Promise<number> => {
    const copy = await mkdtemp(join(folder, 'start-'));
    await cp(profile, copy, { recursive: true });
    const env = { ...session.env, ...appEnv };
    return (await observeStart(context, { main: product, selector: '[data-testid="passcode"]', profile: copy, env })).ms;
  };
  const starts = await interleave(size.starts, startWith(many), startWith(few));
  return againstFloor(
    { name: `start with ${size.many} accounts to first code`, value: median(starts.product), unit: 'ms' },
    median(starts.floor),
    START_GOAL,
  );
}

async function measureSearch(page: Page, bare: Page, { many, searches }: AccountsSize): Promise<Row> {
  const all = ordinaryAccounts(many);
  await page.getByTestId('otp-account').first().waitFor();
  await page.getByRole('searchbox').focus();
  await bare.waitForSelector('p');
  await bare.evaluate(addField);
  let turn = 0;
  const inTurn = (target: Page, searched?: readonly OrdinaryAccount[]) => async (): Promise<number[]> => {
    turn += 1;
    return await typeAndDelete(target, all[(turn * 137) % many]?.issuer ?? '', searched);
  };
  const measured = await interleave(searches, inTurn(page, all), inTurn(bare));
  const slowest = (times: readonly number[][]): number => percentile(times.flat(), SHARE);
  const bareMs = slowest(measured.floor);
  const addedMs = slowest(measured.product) - bareMs;
  return byValue(
    { name: `key to painted in a search of ${many} accounts over an empty field, p95`, value: addedMs, unit: 'ms' },
    KEY_GOAL_MS,
    bareMs,
  );
}

/** Runs in the empty page. */
function addField(): void {
  const field = document.createElement('input');
  document.body.append(field);
  field.focus();
}

async function measureTicks(page: Page, { many, ticks, period }: AccountsSize): Promise<Row> {
  const scripts = await ScriptTime.of(page);
  const second = async (): Promise<number> => await scripts.during(async () => await sleep(TICK_MS));
  const changes: number[] = [];
  const others: number[] = [];
  for (let turn = 0; turn < ticks; turn += 1) {
    const periodMs = period * 1000;
    await sleep((2 * periodMs - (Date.now() % periodMs) - TICK_MS / 2) % periodMs);
    changes.push(await second());
    others.push(await second());
  }
  return byValue(
    { name: `new codes of ${many} accounts: script in the page`, value: median(changes), unit: 'ms' },
    TICK_GOAL_MS,
    median(others),
  );
}
