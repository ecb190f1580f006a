import type { Page } from 'playwright-core';
import { beforeAll, describe, vi } from 'vitest';
import { control } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { pairAnna, shownPasscode } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';
import { attack } from './attack.ts';
import { heapOf } from './support/heapOf.ts';
import { call, viewOf } from './support/takenOver.ts';

const PIN = '271828';
const PATIENT = { timeout: 30_000 };
const world = useWorld();

describe('a search of the pages of an app that is locked', () => {
  let app: AppUnderTest;
  let window: Page;
  /** What the pages knew before. */
  let known: string[] = [];

  beforeAll(async () => {
    Object.assign(process.env, world.current.session.env);
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    window = await app.mainWindow();
    await control(app.electron, 'answerMessageBox', 0);
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByRole('button', { name: 'Set PIN' }).click();
    await window.getByRole('textbox', { name: 'New PIN', exact: true }).fill(PIN);
    await window.getByRole('textbox', { name: 'New PIN once more' }).fill(PIN);
    await window.getByRole('dialog').getByRole('button', { name: 'Set PIN' }).click();
    await vi.waitUntil(async () => (await viewOf(window)).protection.verification.pin.state === 'set', PATIENT);
    await window.getByRole('tab', { name: 'Authentication' }).click();
    const { accounts } = await viewOf(window);
    known = [await shownPasscode(app), accounts[0]?.id ?? '', 'Anna Weber', 'Acme GmbH'];
  });

  attack('renderer', 'finds passcodes, accounts or the PIN in the memory of the main window', async () => {
    const before = await heapOf(app.electron, window);
    const [code = '', ...names] = known;
    if (!names.every((name) => before.includes(name))) throw new Error('the memory was not read');
    await window.evaluate(() => Reflect.set(globalThis, 'isEarlierPage', true));
    // The page goes while it waits for the answer. Until its successor is there it may say that the app is locked, too.
    await call(window, 'lock').catch(() => undefined);
    const isEarlierPage = async (): Promise<boolean> =>
      await window.evaluate(() => Reflect.has(globalThis, 'isEarlierPage')).catch(() => true);
    await vi.waitUntil(async () => !(await isEarlierPage()), PATIENT);
    await window.getByRole('heading', { name: 'Deskfob is locked' }).waitFor();
    const after = await heapOf(app.electron, window);
    if (!after.includes('Deskfob is locked')) throw new Error('the memory was not read');
    const digits = [code, PIN].filter((number) => new RegExp(String.raw`(?<![\dA-Za-z_-])${number}(?![\dA-Za-z_-])`).test(after));
    return { attempts: known.length + 1, successes: names.filter((name) => after.includes(name)).length + digits.length };
  });

  attack('renderer', 'finds what a request is about in the memory of the approval window', async () => {
    const asked = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-vpn' });
    const approval = await app.approvalWindow();
    await approval.getByText('1 request is waiting').waitFor();
    const memory = await heapOf(app.electron, approval);
    const notices = JSON.stringify([await world.current.notifications.one(), await control(app.electron, 'tray')]);
    const words = ['Anna Weber', 'Acme GmbH', 'Acme VPN', (asked.body as { id: string }).id];
    const told = words.filter((word) => memory.includes(word) || notices.includes(word));
    if (!notices.includes('A request is waiting')) throw new Error('the notice says something else');
    return { attempts: words.length * 2, successes: told.length };
  });

  attack('renderer', 'gets in by the page alone, and the owner no more', async () => {
    const wrong = await call(window, 'unlock', { pin: '314159' });
    const none = await call(window, 'unlock', {});
    const forgotten = await call(window, 'forgotPin');
    const { locked } = (await viewOf(window)).protection;
    await window.getByRole('textbox', { name: 'PIN' }).fill(PIN);
    await window.getByRole('button', { name: 'Unlock', exact: true }).click();
    await window.getByRole('tab', { name: 'Authentication' }).waitFor();
    const { accounts } = await viewOf(window);
    const got = [wrong, none, forgotten].filter((reply) => 'ok' in reply && reply.ok).length;
    return { attempts: 3, successes: got + (locked && accounts.length === 1 ? 0 : 1) };
  });
});
