import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import type { AppView } from '../../src/bridge/views.ts';
import { control } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { expectOutcome, leaveApprovalWindow, pairAnna, pastePairingLink } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';
import { attack } from './attack.ts';
import { badLinks, goodLink } from './support/hostileLinks.ts';
import { Listener } from './support/Listener.ts';
import { connectionsOf, treeOf } from './support/processes.ts';
import { call, viewOf } from './support/takenOver.ts';

const world = useWorld();
const PATIENT = { timeout: 60_000 };

describe('a page in the browser of the person', () => {
  let app: AppUnderTest;
  let window: Page;
  let elsewhere: Listener;

  beforeAll(async () => {
    elsewhere = await Listener.start();
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    window = await app.mainWindow();
  });
  afterAll(() => elsewhere.stop());

  /** Clicked: what a desktop hands over, the link as an argument of a second instance, or as macOS does. */
  async function click(link: string, way: 'argument' | 'open-url'): Promise<AppView> {
    if (way === 'open-url') await control(app.electron, 'openUrl', link);
    else await app.electron.evaluate(({ app: main }, given) => void main.emit('second-instance', {}, ['deskfob', given], '/', {}), link);
    return await viewOf(window);
  }

  /** What a person would miss or fear, were it otherwise. */
  const held = ({ accounts, requests, vault, settings }: AppView): string =>
    JSON.stringify([
      accounts.map(({ id, state }) => [id, state]),
      requests.flatMap(({ id, phase }) => (phase === 'settled' ? [] : [[id, phase]])),
      vault,
      settings,
    ]);

  for (const way of ['argument', 'open-url'] as const) {
    attack('web page', `pairs, approves, reads or calls somebody by a crooked link (${way})`, async () => {
      const links = badLinks(elsewhere.origin);
      const before = { held: held(await viewOf(window)), connections: elsewhere.connections };
      let successes = 0;
      for (const link of links) {
        const view = await click(link, way);
        // Sandwiched between spaces a link is still one; nothing here is.
        if (view.pairing.step !== 'failed' && view.pairing.step !== 'none') successes += 1;
        if (held(view) !== before.held) successes += 1;
        await call(window, 'cancelPairing');
      }
      return { attempts: links.length, successes: successes + elsewhere.connections - before.connections };
    });
  }

  attack('web page', 'makes the app call a host before the person has confirmed it', async () => {
    const before = elsewhere.connections;
    const links = Array.from({ length: 200 }, () => goodLink(elsewhere.origin));
    for (const link of links) await click(link, 'open-url');
    const { pairing } = await viewOf(window);
    const early = elsewhere.connections - before;
    if (pairing.step !== 'confirm') throw new Error('the link did not even open a question');
    await window.getByText('Pair this computer with').waitFor();
    await vi.waitUntil(async () => !(await window.getByRole('button', { name: 'Pair', exact: true }).isDisabled()), PATIENT);
    // The attack is worth something only if the host hears of the app once it is confirmed.
    await vi.waitUntil(async () => {
      await call(window, 'confirmPairing');
      return elsewhere.connections > before;
    }, PATIENT);
    await call(window, 'cancelPairing');
    return { attempts: links.length, successes: early };
  });

  attack('web page', 'swaps the question that the person is about to answer', async () => {
    const site = await world.current.organisation.open('/pair');
    await pastePairingLink(app, (await site.getByTestId('pair-link').innerText()).trim());
    await window.getByText('Pair this computer with').waitFor();
    const before = { text: await window.getByRole('dialog').innerText(), connections: elsewhere.connections };
    const links = [...Array.from({ length: 50 }, () => goodLink(elsewhere.origin)), ...badLinks(elsewhere.origin)];
    for (const link of links) await click(link, 'argument');
    const after = await window.getByRole('dialog').innerText();
    await window.getByRole('button', { name: 'Cancel' }).click();
    await site.context().close();
    return { attempts: links.length, successes: (after === before.text ? 0 : 1) + elsewhere.connections - before.connections };
  });

  attack('web page', 'decides a waiting request by a link, or takes it from the screen', async () => {
    const { organisation } = world.current;
    const asked = await organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-printer' });
    const approval = await app.approvalWindow();
    const id = await vi.waitUntil(async () => (await viewOf(window)).requests.find(({ approveInMs }) => approveInMs === 0)?.id, PATIENT);
    const links = ['approve', 'decide', 'requests:decide', 'requests/decide', 'answer', 'report'].flatMap((word) =>
      [`id=${id}&decision=approve`, `request=${id}`].map((query) => `deskfob://${word}?${query}`),
    );
    for (const link of links) await click(link, 'argument');
    const open = (await viewOf(window)).requests.some((request) => request.id === id && request.phase === 'open');
    await call(window, 'cancelPairing');
    await approval.getByRole('button', { name: 'Deny' }).click();
    await expectOutcome(app, 'Denied');
    await leaveApprovalWindow(app);
    const { status } = (await organisation.api('GET', `/v1/transactions/${(asked.body as { id: string }).id}?wait=10`)).body as {
      status: string;
    };
    return { attempts: links.length, successes: open && status === 'denied' ? 0 : 1 };
  });

  attack('web page', 'starts the app with switches of its own: a debugger, another profile, another program', async () => {
    const good = goodLink(elsewhere.origin);
    const switches = ['--inspect=127.0.0.1:0', '--remote-debugging-port=0', '--user-data-dir=/tmp/elsewhere', '--renderer-cmd-prefix=true'];
    const lines = [...switches.map((one) => `${good} ${one}`), `deskfob://${switches.join(' ')}`, `${good}" ${switches.join(' ')} "`];
    const before = { ports: connectionsOf([app.electron.process().pid ?? 0]).listening.length, connections: elsewhere.connections };
    for (const line of lines) await world.current.start('anna', line).ended();
    const { listening } = connectionsOf([app.electron.process().pid ?? 0]);
    await call(window, 'cancelPairing');
    return { attempts: lines.length, successes: listening.length - before.ports + elsewhere.connections - before.connections };
  });

  attack('web page', 'floods the app with links', async () => {
    const links = Array.from({ length: 1500 }, (_, index) => goodLink(`https://host-${index}.example`));
    await app.electron.evaluate(({ app: main }, given) => {
      for (const link of given) main.emit('second-instance', {}, ['deskfob', link], '/', {});
    }, links);
    const { pairing } = await viewOf(window);
    const windows = (await control(app.electron, 'windows')).filter((window) => window.visible);
    await call(window, 'cancelPairing');
    const asIntended = pairing.step === 'confirm' && pairing.host === 'host-0.example' && windows.length === 1;
    return { attempts: links.length, successes: asIntended ? 0 : 1 };
  });

  // Last, because it ends the app and starts it anew.
  attack('web page', 'finds a port on this computer that the app listens at', async () => {
    if (connectionsOf(treeOf(app.electron.process().pid ?? 0)).listening.length === 0)
      throw new Error('not even the debugging port was found');
    await app.quit();
    const undebugged = world.current.start('anna');
    try {
      const verifier = Number(new URL(world.current.organisation.issuer).port);
      const { listening } = await vi.waitUntil(() => {
        const found = connectionsOf(treeOf(undebugged.pid));
        return found.connectedTo.includes(verifier) && found;
      }, PATIENT);
      return { attempts: 1, successes: listening.length };
    } finally {
      await undebugged.stop();
    }
  });
});
