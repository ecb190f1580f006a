import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import { control } from '../harness/control.ts';
import { type AppUnderTest, MAIN_SCRIPT } from '../harness/world/AppUnderTest.ts';
import { leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';
import { attack } from './attack.ts';
import { ForeignWindow } from './support/ForeignWindow.ts';
import { Listener } from './support/Listener.ts';
import { call, type Reply, viewOf } from './support/takenOver.ts';
import { TEXT_AS_PROGRAM, WAYS } from './support/textAsProgram.ts';
import { tryEach } from './support/tryEach.ts';

const world = useWorld();
const PATIENT = { timeout: 30_000 };

describe('a script in a window of ours', () => {
  let app: AppUnderTest;
  let page: Page;
  let elsewhere: Listener;

  beforeAll(async () => {
    elsewhere = await Listener.start();
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    page = await app.mainWindow();
  });
  afterAll(() => elsewhere.stop());

  attack('renderer', 'runs text as a program', async () => {
    const ran = await page.evaluate<string[]>(TEXT_AS_PROGRAM);
    await page.evaluate(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));
    return { attempts: WAYS, successes: ran.length };
  });

  attack(
    'renderer',
    'starts a worker of a text, of data or of another origin, or a service worker, which would outlive the page',
    async () => {
      const reader =
        (await readdir(join(dirname(MAIN_SCRIPT), '../renderer/assets'))).find((name) => name.startsWith('readerWorker-')) ?? '';
      const before = elsewhere.requests;
      const { own, started, tried } = await page.evaluate(
        async ([there, script]) => {
          const text = 'postMessage(1); self.onconnect = ({ ports: [port] }) => port.postMessage(1)';
          const blob = (): string => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
          const addresses = [
            blob,
            () => `data:text/javascript,${encodeURIComponent(text)}`,
            () => `${there}/worker.js`,
            () => 'javascript:postMessage(1)',
            () => 'file:///etc/passwd',
            // Of our own origin by its spelling alone.
            () => `${location.origin}@${new URL(there).host}/worker.js`,
            () => `//${new URL(there).host}/worker.js`,
          ];
          /** Whether it came to say something. */
          const ran = async (start: () => EventTarget): Promise<boolean> =>
            await new Promise((resolve) => {
              // From a timer of the page's own: what a debugger evaluates is not held to the page's policy.
              setTimeout(() => {
                try {
                  const worker = start();
                  worker.addEventListener('error', () => resolve(false));
                  worker.addEventListener('message', () => resolve(true));
                  if (!(worker instanceof SharedWorker)) return;
                  worker.port.addEventListener('message', () => resolve(true));
                  worker.port.start();
                } catch {
                  resolve(false);
                }
              }, 0);
            });
          const ways = addresses.flatMap((address) =>
            (['classic', 'module'] as const).flatMap((type) => [
              () => new Worker(address(), { type }),
              () => new SharedWorker(address(), { type }),
            ]),
          );
          const results = await Promise.all(ways.map(ran));
          const services = [new URL(`/assets/${script}`, location.href).href, document.querySelector('script')?.src ?? '', blob()];
          for (const address of services) {
            const registered = navigator.serviceWorker?.register(address, { type: 'module' });
            results.push(
              registered !== undefined &&
                (await registered.then(
                  () => true,
                  () => false,
                )),
            );
          }
          return {
            own: await ran(() => new Worker(`/assets/${script}`, { type: 'module' })),
            started: results.filter(Boolean).length,
            tried: results.length,
          };
        },
        [elsewhere.origin, reader] as const,
      );
      if (!own) throw new Error('not even the worker of our own starts');
      return { attempts: tried, successes: started + elsewhere.requests - before };
    },
  );

  attack('renderer', 'loads or sends anything over the network', async () => {
    const { origin } = elsewhere;
    const before = elsewhere.requests;
    const attempts = await page.evaluate(async (there) => {
      const tags: [string, object][] = [
        ['img', { src: `${there}/a.png` }],
        ['script', { src: `${there}/a.js` }],
        ['link', { rel: 'stylesheet', href: `${there}/a.css` }],
        ['link', { rel: 'prefetch', href: `${there}/b` }],
        ['link', { rel: 'preconnect', href: there }],
        ['link', { rel: 'modulepreload', href: `${there}/c.js` }],
        ['iframe', { src: `${there}/f` }],
        ['object', { data: `${there}/o` }],
        ['embed', { src: `${there}/e` }],
        ['video', { src: `${there}/v.mp4` }],
        ['audio', { src: `${there}/v.mp3` }],
        ['style', { textContent: `@import url(${there}/i.css); body { background: url(${there}/bg.png) }` }],
      ];
      for (const [tag, change] of tags) document.body.append(Object.assign(document.createElement(tag), change));
      const form = Object.assign(document.createElement('form'), { action: `${there}/form`, method: 'POST' });
      document.body.append(form);
      form.submit();
      const tries = [
        () => fetch(`${there}/fetch`, { method: 'POST', mode: 'no-cors', body: 'x' }),
        () => fetch('file:///etc/passwd'),
        () => new Promise((_, reject) => new WebSocket(there.replace('http', 'ws')).addEventListener('error', reject)),
        () => new Promise((_, reject) => new EventSource(there).addEventListener('error', reject)),
        () => Promise.resolve(navigator.sendBeacon(`${there}/beacon`, 'x')),
        () => import(/* @vite-ignore */ `${there}/module.js`) as Promise<unknown>,
      ];
      await Promise.allSettled(tries.map(async (attempt) => await attempt()));
      for (const tag of ['iframe', 'object', 'embed', 'video', 'audio', 'form'])
        document.querySelectorAll(tag).forEach((one) => one.remove());
      return tags.length + 1 + tries.length;
    }, origin);
    await viewOf(page);
    return { attempts, successes: elsewhere.requests - before };
  });

  attack('renderer', 'loads a file beside the pages by the way its address is spelt', async () => {
    const loads = async (way: string): Promise<boolean> =>
      await page.evaluate(async (src) => {
        const script = Object.assign(document.createElement('script'), { src: new URL(src, location.href).href });
        const loaded = new Promise<boolean>((resolve) => {
          script.addEventListener('load', () => resolve(true));
          script.addEventListener('error', () => resolve(false));
        });
        document.head.append(script);
        return await loaded.finally(() => script.remove());
      }, way);
    const own = await page.evaluate(() => new URL(document.querySelector('script')?.src ?? '').pathname);
    if (!(await loads(own))) throw new Error('not even what belongs to the page loads');
    // The script of main lies beside the pages' folder, and is of a kind that is served.
    const ways = [
      '/..%2fmain%2findex.js',
      '/..%2fmain/index.js',
      '/%2e%2e%2fmain/index.js',
      '/..%5cmain%5cindex.js',
      '/assets/..%2f..%2fmain/index.js',
    ];
    ways.push(
      '/%252e%252e%252fmain/index.js',
      '//deskfob/..%2fmain/index.js',
      `/%2f${MAIN_SCRIPT}`,
      '/..%2fmain/index.js%00.js',
      '/%zz.js',
      '/%c0%ae%c0%ae/main/index.js',
    );
    return await tryEach(ways, loads);
  });

  attack('renderer', 'goes somewhere else, opens a window or a webview there', async () => {
    const { origin } = elsewhere;
    // The approval window that waits for the next request comes by itself.
    const visible = async () => (await control(app.electron, 'windows')).filter((window) => window.visible).length;
    const before = { url: page.url(), requests: elsewhere.requests, windows: await visible() };
    const targets = [
      `${origin}/page`,
      'file:///etc/passwd',
      'data:text/html,<script>1</script>',
      'javascript:document.write(1)',
      'blob:null/x',
    ];
    targets.push(before.url.replace('deskfob', 'evil'), 'chrome://settings', 'view-source:file:///etc/passwd', 'mailto:x@example.com');
    const ways = ['assign', 'replace', 'link', 'blank', 'refresh', 'webview', 'open', 'top'];
    for (const target of targets) {
      for (const way of ways) await page.evaluate(leave, { target, way });
      await page.getByTestId('account').waitFor();
    }
    await viewOf(page);
    const windows = await visible();
    const moved = page.url() !== before.url || elsewhere.requests !== before.requests || windows !== before.windows;
    return { attempts: targets.length * ways.length, successes: moved ? 1 : 0 };
  });

  attack('renderer', 'speaks to main from a page of another origin, in a window that has the bridge', async () => {
    const [own] = await control(app.electron, 'windows');
    const { preload } = (own?.webPreferences ?? {}) as { preload: string };
    const replies: Reply[] = [];
    for (const url of [`${elsewhere.origin}/`, 'app://evil/index.html', 'app://deskfob.evil/index.html']) {
      const foreign = await ForeignWindow.open(app.electron, preload, url);
      try {
        for (const name of ['view', 'startOver', 'confirmPairing', 'copyPasscode', 'decideRequest'] as const)
          replies.push(await call(foreign.page, name, { id: 'x' }));
      } finally {
        await foreign.close();
      }
    }
    return { attempts: replies.length, successes: replies.filter((reply) => !('refused' in reply)).length };
  });

  attack('renderer', 'finds the bridge in a frame of its own making', async () => {
    const found = await page.evaluate(() => {
      const frames = ['about:blank', '', 'about:srcdoc'].map((src) => {
        const frame = Object.assign(document.createElement('iframe'), { src });
        document.body.append(frame);
        return frame;
      });
      const names = ['deskfob', 'require', 'process', 'electron', 'ipcRenderer'];
      const own = frames.flatMap((frame) =>
        names.filter((name) => frame.contentWindow !== null && Object.hasOwn(frame.contentWindow, name)),
      );
      frames.forEach((frame) => frame.remove());
      return own.length;
    });
    return { attempts: 3, successes: found };
  });

  attack('renderer', 'approves in an approval window that is hidden, minimised, or was so meanwhile', async () => {
    const { organisation } = world.current;
    const asked = await organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-printer' });
    const approval = await app.approvalWindow();
    const approveInMs = async (): Promise<number | undefined> => (await viewOf(page)).requests[0]?.approveInMs;
    await vi.waitUntil(async () => (await approveInMs()) === 0, PATIENT);
    const { id = '' } = (await viewOf(page)).requests[0] ?? {};
    const replies: Reply[] = [];
    for (const way of ['minimize', 'hide'] as const) {
      await app.electron.evaluate(
        ({ BrowserWindow }, how) =>
          BrowserWindow.getAllWindows()
            .find((one) => one.isAlwaysOnTop())
            ?.[how](),
        way,
      );
      replies.push(await call(approval, 'decideRequest', { id, decision: 'approve' }));
      replies.push(await call(approval, 'requestDisplayed', { id }));
      replies.push(await call(approval, 'decideRequest', { id, decision: 'approve' }));
      await call(page, 'showRequest', { id });
      replies.push(await call(approval, 'decideRequest', { id, decision: 'approve' }));
      await vi.waitUntil(async () => (await approveInMs()) === 0, PATIENT);
    }
    const { status } = (await organisation.api('GET', `/v1/transactions/${(asked.body as { id: string }).id}`)).body as { status: string };
    await approval.getByRole('button', { name: 'Deny' }).click();
    await leaveApprovalWindow(app);
    return {
      attempts: replies.length,
      successes: replies.filter((reply) => 'ok' in reply && reply.ok).length + (status === 'open' ? 0 : 1),
    };
  });

  attack('renderer', 'looks at the screens from the approval window, and takes that window from sight', async () => {
    const { organisation } = world.current;
    const asked = await organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-printer' });
    const approval = await app.approvalWindow();
    const before = (await control(app.electron, 'screenCaptures')).length;
    const fromApproval = await call(approval, 'captureScreens');
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().endsWith('/index.html'))
        ?.focus(),
    );
    await call(page, 'captureScreens');
    const captures = (await control(app.electron, 'screenCaptures')).slice(before);
    const hidden = captures.filter(({ visibleWindows }) => !visibleWindows.includes('app://deskfob/approval.html'));
    if (captures.length === 0) throw new Error('nothing was captured');
    await approval.getByRole('button', { name: 'Deny' }).click();
    await leaveApprovalWindow(app);
    await organisation.api('GET', `/v1/transactions/${(asked.body as { id: string }).id}?wait=10`);
    return { attempts: 2, successes: ('refused' in fromApproval ? 0 : 1) + hidden.length + Math.max(0, captures.length - 1) };
  });

  attack('renderer', 'makes the approval window act by messages from the main window', async () => {
    const { organisation } = world.current;
    const asked = await organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-printer' });
    const approval = await app.approvalWindow();
    const { id } = await vi.waitUntil(async () => (await viewOf(page)).requests.find((request) => request.approveInMs === 0), PATIENT);
    const heard = approval.evaluate(
      async () => await new Promise((resolve) => new BroadcastChannel('done').addEventListener('message', resolve)).then(() => true),
    );
    const attempts = await page.evaluate(async (request) => {
      const orders = [
        { type: 'decide', id: request, decision: 'approve' },
        { channel: 'requests:decide', args: [{ id: request, decision: 'approve' }] },
      ];
      for (const order of orders) {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has none
        for (const name of ['deskfob', 'app:changed', 'requests:decide']) new BroadcastChannel(name).postMessage(order);
        window.postMessage(order, '*');
        window.parent.postMessage(order, '*');
        window.dispatchEvent(new CustomEvent('requests:decide', { detail: order }));
        localStorage.setItem('deskfob', JSON.stringify(order));
      }
      return orders.length * 7;
    }, id);
    // Messages between windows keep their order: once this one is there, the others were, too.
    const done = vi.waitUntil(async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has none
      await page.evaluate(() => new BroadcastChannel('done').postMessage(1));
      return await Promise.race([heard, new Promise<false>((resolve) => setTimeout(resolve, 100, false))]);
    }, PATIENT);
    await done;
    await approval.getByRole('button', { name: 'Deny' }).click();
    await leaveApprovalWindow(app);
    const { status } = (await organisation.api('GET', `/v1/transactions/${(asked.body as { id: string }).id}?wait=10`)).body as {
      status: string;
    };
    return { attempts, successes: status === 'denied' ? 0 : 1 };
  });
});

/** One way for a page to get itself or another window to `target`. */
function leave({ target, way }: { target: string; way: string }): void {
  const made = (tag: string, change: object): HTMLElement => Object.assign(document.createElement(tag), change);
  const ways: Record<string, () => unknown> = {
    assign: () => location.assign(target),
    replace: () => location.replace(target),
    link: () => made('a', { href: target }).click(),
    blank: () => made('a', { href: target, target: '_blank' }).click(),
    refresh: () => document.head.append(made('meta', { httpEquiv: 'refresh', content: `0;url=${target}` })),
    webview: () => document.body.append(made('webview', { src: target })),
    open: () => window.open(target),
    top: () => window.open(target, '_top'),
  };
  try {
    ways[way]?.();
  } catch {
    // Refused at once.
  }
}
