import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type BusSignal, SessionBus } from '../../src/main/dbus/SessionBus.ts';
import { notifyArguments, SERVER } from '../../src/main/notifications/freedesktopMessages.ts';
import { OUTCOME_SHOWN_MS } from '../../src/main/view/AppViews.ts';
import { appEnv } from '../harness/appEnv.ts';
import { startDesktopSession } from '../harness/desktopSession.ts';
import { TcpProxy } from '../harness/network/TcpProxy.ts';
import { NotificationDaemon } from '../harness/NotificationDaemon.ts';
import { Api } from '../harness/verifier/Api.ts';
import type { BenchContext, Benchmark } from './Benchmark.ts';
import { Next } from './clients/Next.ts';
import { signInOf } from './clients/signIn.ts';
import { interleave } from './lib/interleave.ts';
import { nowMs } from './lib/nowMs.ts';
import { prepareProfile, startEmpty } from './lib/prepareProfile.ts';
import { percentile } from './lib/statistics.ts';
import { ObservedApp } from './process/ObservedApp.ts';
import { Program } from './process/Program.ts';
import { againstFloor, byValue, type Row } from './Row.ts';
import type { ServerMethods } from './servers/ServerMethods.ts';

export interface ArrivalSize {
  readonly blocks: number;
  readonly perBlock: number;
  /** Accounts, each of which is asked three times at once, as often as a verifier lets it be. */
  readonly accounts: number;
  readonly atOnce: number;
}

const FULL: ArrivalSize = { blocks: 6, perBlock: 5, accounts: 34, atOnce: 100 };
const OPEN_PER_SUBSCRIBER = 3;
const SHARE = 0.95;
const NOTIFICATION_GOAL_MS = 30;
const WINDOW_GOAL = 1.5;
const LONG_FRAME_MS = 50;
const WINDOW = 'approval.html';
const PAGES = ['index.html', WINDOW];
const LONGEST_BURST_MS = 60_000;
/** Run in the pages. */
const WATCH_FRAMES = `globalThis.longFrames = [];
  new PerformanceObserver((list) => longFrames.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'long-animation-frame' });
  0`;
const LONG_FRAMES = `longFrames.filter((ms) => ms > ${LONG_FRAME_MS})`;
// Of a long list only what is in sight is drawn; its items say how many there are.
const COUNT_SHOWN = 'Number(document.querySelector(".chooser-item")?.getAttribute("aria-setsize") ?? 0)';
const PAUSE_MS = 1_500;
/** After a burst, until everything that it has set going is over. */
const QUIET_MS = 2_000;
const root = join(import.meta.dirname, '../..');

interface Times {
  readonly notification: number;
  readonly window: number;
}

export const arrival: Benchmark = {
  name: 'arrival',
  how: `The app, paired with 34 accounts, its notifications on a session bus; what is between it and the verifier tells when a frame
with a request has come. **Notification**: until the call \`Notify\` is at the desktop's notification service, less what the bare call
takes (the floor). **Window**: until its approval window has painted the request; **floor**: until an app in the same host has painted
an empty window of the same kind. 95th percentile of 30 requests, 1.5 s after each other, in turn with the floors. **100 requests at
once**, held on their way until all are there, while the approval window shows another one: how many of them do not stand in it afterwards, and how many frames of the two
pages take longer than 50 ms (Long Animation Frames API).`,
  run: async (context) => await measureArrival(context, FULL),
};

export async function measureArrival(context: BenchContext, size: ArrivalSize): Promise<Row[]> {
  const folder = await mkdtemp(join(context.folder, 'arrival-'));
  const session = await startDesktopSession({ folder: join(folder, 'session') });
  const verifier = new Program<ServerMethods>(join(import.meta.dirname, 'servers/verifier.ts'));
  const proxy = await TcpProxy.start();
  const ends: (() => Promise<void> | void)[] = [];
  try {
    const address = session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
    const daemon = await NotificationDaemon.start(address);
    ends.push(async () => await daemon.stop());
    const desk = await Desk.at(address);
    ends.push(() => desk.leave());
    const server = await startEmpty(verifier, folder, proxy.origin);
    proxy.target = Number(new URL(server.url).port);
    const profile = join(folder, 'profile');
    await prepareProfile(profile, server, session, size.accounts);

    const env = { ...session.env, ...appEnv };
    const product = new ObservedApp(context, { main: join(root, 'out/main/index.js'), selector: '.countdown-bar', profile, env });
    ends.push(async () => await product.stop());
    const emptyProfile = await mkdtemp(join(folder, 'empty-'));
    const empty = new ObservedApp(context, {
      main: join(root, 'test/harness/fixture/emptyWindows.mjs'),
      selector: 'p',
      profile: emptyProfile,
      env,
    });
    ends.push(async () => await empty.stop());
    await empty.next('painted', 'index.html');
    const api = new Api(server.url, server.apiKey);
    while (proxy.count('verifier', 'attached') === 0) await sleep(50);
    return [...(await oneByOne({ api, proxy, desk, product, empty }, size)), ...(await allAtOnce({ api, proxy, product }, size))];
  } finally {
    for (const end of ends.toReversed()) await end();
    proxy.stop();
    await verifier.stop();
    await session.stop();
  }
}

interface Parts {
  readonly api: Api;
  readonly proxy: TcpProxy;
  readonly desk: Desk;
  readonly product: ObservedApp;
  readonly empty: ObservedApp;
}

async function oneByOne({ api, proxy, desk, product, empty }: Parts, size: ArrivalSize): Promise<Row[]> {
  const frames = new Next<number>();
  proxy.fateOf = ({ type }) => {
    if (type === 'request') frames.give(nowMs());
    return 'pass';
  };
  const ours = async (): Promise<Times> => {
    // Requests do not follow each other within a second; the app uses the time between them.
    await sleep(PAUSE_MS);
    const seen = Promise.all([frames.take(), desk.notified.take(), product.next('painted', WINDOW)]);
    const { id } = await api.ask(signInOf('person-0'));
    const [inMs, notifiedMs, paintedMs] = await seen;
    await api.call('POST', `/v1/transactions/${id}/cancel`);
    await product.close(WINDOW);
    return { notification: notifiedMs - inMs, window: paintedMs - inMs };
  };
  const bare = async (): Promise<Times> => {
    const notified = desk.notified.take();
    const calledMs = nowMs();
    desk.notify();
    const notification = (await notified) - calledMs;
    const openedMs = nowMs();
    empty.activate();
    const window = (await empty.next('painted', WINDOW)) - openedMs;
    await empty.close(WINDOW);
    return { notification, window };
  };
  const block = (one: () => Promise<Times>) => async (): Promise<Times[]> => {
    const times: Times[] = [];
    for (let turn = 0; turn < size.perBlock; turn += 1) times.push(await one());
    return times;
  };
  const measured = await interleave(size.blocks, block(ours), block(bare));
  const slowest = (times: readonly Times[][], what: keyof Times): number =>
    percentile(
      times.flat().map((time) => time[what]),
      SHARE,
    );
  const bareCallMs = slowest(measured.floor, 'notification');
  const addedMs = slowest(measured.product, 'notification') - bareCallMs;
  const openMs = slowest(measured.floor, 'window');
  return [
    byValue({ name: 'request to notification over the bare call, p95', value: addedMs, unit: 'ms' }, NOTIFICATION_GOAL_MS, bareCallMs),
    againstFloor(
      { name: 'request to approval window painted, p95', value: slowest(measured.product, 'window'), unit: 'ms' },
      openMs,
      WINDOW_GOAL,
    ),
  ];
}

async function allAtOnce({ api, proxy, product }: Pick<Parts, 'api' | 'proxy' | 'product'>, size: ArrivalSize): Promise<Row[]> {
  const { accounts, atOnce } = size;
  const people = Array.from({ length: accounts * OPEN_PER_SUBSCRIBER }, (_, turn) => `person-${turn % accounts}`).slice(0, atOnce);
  const [first = '', ...others] = people;
  await sleep(OUTCOME_SHOWN_MS);
  await api.ask(signInOf(first));
  await product.next('painted', WINDOW);
  for (const page of PAGES) await product.evaluate(page, WATCH_FRAMES);
  // Held on their way until the verifier has done its part.
  proxy.fateOf = ({ type }) => (type === 'request' ? 'hold' : 'pass');
  const before = proxy.count('verifier', 'request');
  await Promise.all(others.map(async (person) => await api.ask(signInOf(person))));
  while (proxy.count('verifier', 'request') < before + others.length) await sleep(50);
  proxy.heal();
  proxy.release();
  const endMs = nowMs() + LONGEST_BURST_MS;
  const shown = async (): Promise<number> => Number(await product.evaluate(WINDOW, COUNT_SHOWN));
  while ((await shown()) < atOnce && nowMs() < endMs) await sleep(200);
  await sleep(QUIET_MS);
  const long: number[] = [];
  for (const page of PAGES) long.push(...z.array(z.number()).parse(await product.evaluate(page, LONG_FRAMES)));
  const burst = `${atOnce} requests at once`;
  return [
    byValue({ name: `${burst}: not in the window`, value: atOnce - (await shown()), unit: '' }, 0),
    byValue({ name: `${burst}: frames over ${LONG_FRAME_MS} ms`, value: long.length, unit: '' }, 0),
    byValue({ name: `${burst}: longest of them`, value: Math.max(0, ...long), unit: 'ms' }),
  ];
}

/** What a desktop's notification service hears, and a bare call to it. */
class Desk {
  /** When `Notify` was there. */
  readonly notified = new Next<number>();
  #bus: SessionBus | undefined;

  static async at(address: string): Promise<Desk> {
    const desk = new Desk();
    const onSignal = ({ member, body }: BusSignal): void => {
      if (member === 'MethodCalled' && body[0] === 'Notify') desk.notified.give(nowMs());
    };
    desk.#bus = await SessionBus.connect({ address, timeoutMs: 5_000, onSignal });
    await desk.#bus.match("type='signal',interface='org.freedesktop.DBus.Mock',member='MethodCalled'");
    return desk;
  }

  notify(): void {
    const words = { title: 'Sign-in to Acme VPN', lines: ['Vienna, Austria'], open: 'Review', approve: 'Approve…', deny: 'Deny' };
    const body = notifyArguments({ id: 'bare', token: 'A'.repeat(22), ...words }, ['body', 'body-markup', 'actions'], 0);
    void this.#bus?.call({ ...SERVER, member: 'Notify', signature: 'susssasa{sv}i', body });
  }

  leave(): void {
    this.#bus?.close();
  }
}
