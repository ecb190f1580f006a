import type { Page } from 'playwright-core';
import { beforeAll, describe, vi } from 'vitest';
import { channels } from '../../src/bridge/channels.ts';
import type { AppView } from '../../src/bridge/views.ts';
import { Computer } from '../harness/app/Computer.ts';
import { control } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';
import { attack } from './attack.ts';
import { type PlantedSecrets, plantedSecrets, secretsIn } from './support/plantedSecrets.ts';
import { postRaw } from './support/rawIpc.ts';
import { shapes } from './support/shapes.ts';
import { call, callEach, isClosed, type Reply, TAKING, type Taking, viewOf } from './support/takenOver.ts';

const world = useWorld();
const PATIENT = { timeout: 30_000 };

/** On the way to main a member called `__proto__` may become what is behind the object, which no schema reads. */
function asReceived(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return argument;
  return Object.fromEntries(Object.entries(argument).filter(([name]) => name !== '__proto__'));
}

describe('a script in the main window', () => {
  let app: AppUnderTest;
  let page: Page;
  let secrets: PlantedSecrets;
  /** All that main has said to the page: every answer, and every view it was sent. */
  const heard: unknown[] = [];

  beforeAll(async () => {
    Object.assign(process.env, world.current.session.env);
    app = await world.current.launch('anna');
    page = await app.mainWindow();
    await page.exposeFunction('hear', (view: unknown) => void heard.push(view));
    await page.evaluate(() => {
      const { hear } = window as unknown as { hear(told: unknown): void };
      window.deskfob.onView(hear);
      window.deskfob.onPasscodes(hear);
    });
    await pairAnna(world.current, app);
    secrets = await plantedSecrets(new Computer(world.current.profile('anna')));
  });

  const settled = (view: AppView): string => JSON.stringify([view.accounts.map(({ id, state }) => [id, state]), view.vault]);

  for (const name of Object.keys(TAKING) as Taking[]) {
    attack('renderer', `sends ${name} shapes that no page of ours sends, and gets more than a closed code`, async () => {
      const before = settled(await viewOf(page));
      const args = shapes(60);
      const replies = await callEach(page, name, args);
      heard.push(replies);
      const fits = (argument: unknown): boolean => channels[TAKING[name]].safeParse(asReceived(argument)).success;
      const got = replies.filter((reply, index) => !isClosed(reply) && !fits(args[index]));
      const moved = settled(await viewOf(page)) !== before;
      await call(page, 'cancelPairing');
      return { attempts: replies.length, successes: got.length + (moved ? 1 : 0) };
    });
  }

  attack('renderer', 'sends what JSON cannot say: cycles, functions, proxies, giants, views of memory', async () => {
    const replies = await page.evaluate(async () => {
      const cycle: Record<string, unknown> = { id: 'x' };
      cycle['self'] = cycle;
      let deep: unknown = 'x';
      for (let depth = 0; depth < 20_000; depth += 1) deep = { id: deep };
      const trap = {
        get id(): string {
          throw new Error('trap');
        },
      };
      const proxy = new Proxy(
        { id: 'x' },
        {
          ownKeys: () => {
            throw new Error('trap');
          },
        },
      );
      const odd: unknown[] = [
        cycle,
        deep,
        trap,
        proxy,
        () => 'x',
        Symbol('x'),
        10n,
        Number.NaN,
        new Date(Number.NaN),
        /x/,
        new Map([['id', 'x']]),
      ];
      odd.push(
        new Set(['x']),
        new Uint8Array(1_000_000),
        new ArrayBuffer(8),
        new DataView(new ArrayBuffer(8)),
        new Error('x'),
        Promise.resolve('x'),
      );
      odd.push(
        document.body,
        window,
        { id: 'x'.repeat(500_000) },
        { link: 'deskfob://pair?'.padEnd(500_000, 'x') },
        { id: new String('x') },
      );
      odd.push(
        { id: ['x'] },
        { id: { toString: () => 'x' } },
        new (class {
          id = Symbol.iterator;
        })(),
        Array.from({ length: 10_000 }, () => ({ id: 'x' })),
      );
      const api = window.deskfob as unknown as Record<string, (argument: unknown) => Promise<Reply>>;
      const answers: Reply[] = [];
      for (const name of ['copyPasscode', 'showRequest', 'removeAccount', 'openPairingLink', 'decideRequest'])
        for (const argument of odd) {
          try {
            answers.push((await api[name]?.(argument)) ?? { refused: 'no such function' });
          } catch (error) {
            answers.push({ refused: String(error) });
          }
        }
      return answers;
    });
    heard.push(replies);
    await viewOf(page);
    return { attempts: replies.length, successes: replies.filter((reply) => 'ok' in reply && reply.ok).length };
  });

  attack('renderer', 'pollutes the prototype of objects in main', async () => {
    const loads = [
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"theme":"dark","__proto__":{"polluted":1}}',
    ];
    const args = loads.map((text) => JSON.parse(text) as unknown);
    for (const name of Object.keys(TAKING) as Taking[]) heard.push(await callEach(page, name, args));
    return {
      attempts: args.length * Object.keys(TAKING).length,
      successes: await app.electron.evaluate(() => Object.keys(Object.prototype).length + ('polluted' in {} ? 1 : 0)),
    };
  });

  attack('renderer', 'floods main until it does not answer any more', async () => {
    const { id } = (await viewOf(page)).accounts[0] ?? { id: '' };
    const [copies, wrong] = await Promise.all([
      callEach(
        page,
        'copyPasscode',
        Array.from({ length: 1000 }, () => ({ id })),
      ),
      callEach(
        page,
        'copyPasscode',
        Array.from({ length: 1000 }, () => ({ id: 'nobody' })),
      ),
    ]);
    heard.push(copies[0], wrong[0]);
    const alive = (await viewOf(page)).vault.state === 'open';
    return { attempts: copies.length + wrong.length, successes: alive && wrong.every(isClosed) ? 0 : 1 };
  });

  attack('renderer', 'deletes a vault that works', async () => {
    const replies = await Promise.all([
      call(page, 'startOver'),
      call(page, 'startOver'),
      call(page, 'retryVault'),
      call(page, 'startOver'),
    ]);
    heard.push(replies);
    return { attempts: replies.length, successes: (await viewOf(page)).accounts.length === 1 ? 0 : 1 };
  });

  attack('renderer', 'keeps passcodes on the clipboard for ever', async () => {
    const wishes = [0, -1, 1e9, 1e308, '30', null, Number.MAX_SAFE_INTEGER].map((seconds) => ({ clearClipboardSeconds: seconds }));
    const replies = await callEach(page, 'changeSettings', wishes);
    heard.push(replies);
    const { clearClipboardSeconds } = (await viewOf(page)).settings;
    return {
      attempts: wishes.length,
      successes: replies.filter((reply) => !isClosed(reply)).length + (clearClipboardSeconds === 30 ? 0 : 1),
    };
  });

  attack(
    'renderer',
    'speaks to main directly, past the bridge: unknown channels, more arguments, decisions of another window',
    async () => {
      const { organisation } = world.current;
      const asked = await organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-printer' });
      const approval = await app.approvalWindow();
      const id = await vi.waitUntil(async () => (await viewOf(page)).requests.find(({ approveInMs }) => approveInMs === 0)?.id, PATIENT);
      const approve = { id, decision: 'approve' };
      const posts: [string, unknown[]][] = [
        ['requests:displayed', [{ id }]],
        ['requests:decide', [approve]],
        ['requests:decide', [approve, approve]],
        ['vault:startOver', [undefined, { force: true }]],
        ['app:changed', [{ requests: [] }]],
        ['vault:export', []],
        ['__proto__', []],
        ['constructor', ['return process']],
      ];
      await postRaw(app.electron, page, posts);
      // Had one of them decided, the person could not any more.
      await approval.getByRole('button', { name: 'Deny' }).click();
      await leaveApprovalWindow(app);
      const { status } = (await organisation.api('GET', `/v1/transactions/${(asked.body as { id: string }).id}?wait=10`)).body as {
        status: string;
      };
      return { attempts: posts.length, successes: status === 'denied' && (await viewOf(page)).accounts.length === 1 ? 0 : 1 };
    },
  );

  attack('renderer', 'is given a permission: microphone, clipboard, notifications, devices, the camera outside the main page', async () => {
    const asked = ['media', 'geolocation', 'notifications', 'clipboard-read', 'clipboard-sanitized-write', 'usb', 'hid', 'serial', 'midi'];
    asked.push(
      'midiSysex',
      'pointerLock',
      'fullscreen',
      'openExternal',
      'display-capture',
      'idle-detection',
      'storage-access',
      'fileSystem',
    );
    const windows = await control(app.electron, 'windows');
    const isMain = ({ url }: { url: string }) => url === 'app://deskfob/index.html';
    const main = windows.find(isMain)?.id ?? 0;
    const camera = { mediaTypes: ['video'], mediaType: 'video' };
    const asks: [window: number, permission: string, details?: object][] = [
      ...asked.map((permission): [number, string] => [main, permission]),
      [main, 'media', { mediaTypes: ['audio'], mediaType: 'audio' }],
      [main, 'media', { mediaTypes: ['video', 'audio'], mediaType: 'audio' }],
      [main, 'media', { ...camera, isMainFrame: false }],
      [main, 'display-capture', camera],
      ...windows.filter((window) => !isMain(window)).map(({ id }): [number, string, object] => [id, 'media', camera]),
    ];
    const answers = await Promise.all(
      asks.map(async ([window, permission, details = {}]) => await control(app.electron, 'permission', window, permission, details)),
    );
    return { attempts: asks.length, successes: answers.filter(({ request, check }) => request || check).length };
  });

  attack('renderer', 'finds a seed or a key in anything that main has ever told it', async () => {
    const said = JSON.stringify(heard);
    if (!said.includes('Acme GmbH') || !said.includes('"current"')) throw new Error('nothing was heard');
    return { attempts: heard.length, successes: secretsIn(said, secrets).length };
  });
});
