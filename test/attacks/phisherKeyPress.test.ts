import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, vi } from 'vitest';
import { control } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';
import { attack } from './attack.ts';

const world = useWorld();
const PATIENT = { timeout: 30_000 };
const DECIDED = new Set(['approved', 'denied', 'reported', 'mismatch']);

/** The request is timed for the moment in which the person types or clicks for something else. It asks for no number: one press would do. */
describe('a press that was meant for another window', () => {
  let app: AppUnderTest;
  const asked: string[] = [];

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    await world.current.organisation.api('PUT', '/v1/applications/trap', { name: 'Trap', match: 'none', lifetimeSeconds: 300 });
  });

  afterEach(async () => {
    for (const id of asked.splice(0)) await world.current.organisation.api('POST', `/v1/transactions/${id}/cancel`);
    await leaveApprovalWindow(app);
  });

  async function ask(): Promise<string> {
    const { body } = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'trap' });
    const { id } = body as { id: string };
    asked.push(id);
    return id;
  }

  async function isDecided(id: string): Promise<boolean> {
    const { body } = await world.current.organisation.api('GET', `/v1/transactions/${id}`);
    const { status } = body as { status: string };
    if (status !== 'open' && !DECIDED.has(status)) throw new Error(`the attempt took too long: ${status}`);
    return status !== 'open';
  }

  async function window(): Promise<Page> {
    const page = await app.approvalWindow();
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    return page;
  }

  const setShown = async (shown: boolean): Promise<void> =>
    await app.electron.evaluate(({ BrowserWindow }, isShown) => {
      const found = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().endsWith('/approval.html'));
      if (isShown) found?.showInactive();
      else found?.hide();
    }, shown);

  const approve = (page: Page) => page.getByRole('button', { name: 'Approve' });

  async function middleOf(page: Page, name: string): Promise<{ x: number; y: number }> {
    const box = await page.getByRole('button', { name }).boundingBox();
    if (box === null) throw new Error(`no ${name}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  attack('phisher', 'takes the keyboard, so that what is being typed answers', async () => {
    await ask();
    await window();
    const focused = (await control(app.electron, 'windows')).filter(({ url, focused: has }) => url.endsWith('/approval.html') && has);
    return focused.length > 0;
  });

  attack('phisher', 'has a key answer that is held or hammered while the window comes up', async () => {
    const id = await ask();
    const page = await window();
    const keys = ['Enter', 'Space', 'NumpadEnter', 'y', 'a'];
    for (const key of keys) await page.keyboard.down(key);
    for (let round = 0; round < 5; round += 1) for (const key of keys) await page.keyboard.down(key);
    await vi.waitUntil(async () => await approve(page).isEnabled(), PATIENT);
    for (let round = 0; round < 5; round += 1) for (const key of keys) await page.keyboard.down(key);
    for (const key of keys) await page.keyboard.up(key);
    for (const key of keys) await page.keyboard.press(key);
    return { attempts: keys.length, successes: (await isDecided(id)) ? 1 : 0 };
  });

  attack('phisher', 'has a click answer that began before the request was in sight for 700 ms', async () => {
    let successes = 0;
    const names = ['Approve', 'Deny', 'I did not ask for this'];
    for (const name of names) {
      const id = await ask();
      const page = await window();
      const { x, y } = await middleOf(page, name);
      await page.mouse.move(x, y);
      // Out of sight and back: so the click surely begins before the 700 ms, however slow this computer is.
      await setShown(false);
      await vi.waitUntil(async () => await approve(page).isDisabled(), PATIENT);
      await page.mouse.down();
      await setShown(true);
      await vi.waitUntil(async () => await approve(page).isEnabled(), PATIENT);
      await page.mouse.up();
      if (await isDecided(id)) successes += 1;
      await world.current.organisation.api('POST', `/v1/transactions/${id}/cancel`);
      await leaveApprovalWindow(app);
    }
    return { attempts: names.length, successes };
  });

  attack('phisher', 'puts a new request under the pointer that is about to approve another', async () => {
    const first = await ask();
    const page = await window();
    await vi.waitUntil(async () => await approve(page).isEnabled(), PATIENT);
    const { x, y } = await middleOf(page, 'Approve');
    const before = (await control(app.electron, 'windows')).find(({ url }) => url.endsWith('/approval.html'))?.bounds;
    const second = await ask();
    await page.getByText('2 requests waiting').waitFor();
    const after = (await control(app.electron, 'windows')).find(({ url }) => url.endsWith('/approval.html'))?.bounds;
    if (before === undefined || after === undefined) throw new Error('no window');
    // The pointer stays where it is on the screen; the page has moved beneath it by as much as the window's corner has.
    await page.mouse.click(x + before.x - after.x, y + before.y - after.y);
    await vi.waitUntil(async () => await isDecided(first), PATIENT);
    const isSecond = await isDecided(second);
    // A double click: the other half must not answer what comes next.
    await page.mouse.click(x + before.x - after.x, y + before.y - after.y);
    return { attempts: 2, successes: (isSecond ? 1 : 0) + ((await isDecided(second)) ? 1 : 0) };
  });
});
