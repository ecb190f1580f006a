import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { control, type WindowView } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { expectNoApprovalWindow, leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();
const PATIENT = { timeout: 30_000 };

describe('the approval window', () => {
  let app: AppUnderTest;
  const open: string[] = [];

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    await nothingLeft();
  });

  afterEach(async () => {
    for (const id of open.splice(0)) await world.current.organisation.api('POST', `/v1/transactions/${id}/cancel`);
    await leaveApprovalWindow(app);
    await nothingLeft();
  });

  /** Outcomes are shown for some seconds, in the next window, too. */
  async function nothingLeft(): Promise<void> {
    const main = await app.mainWindow();
    await vi.waitUntil(async () => (await main.getByTestId('request').count()) === 0, PATIENT);
  }

  /** Somebody signs in as Anna. */
  async function ask(application: string, origin: object = {}): Promise<void> {
    const { body } = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application, ...origin });
    const { id } = body as { id?: string };
    if (id === undefined) throw new Error(`not asked: ${JSON.stringify(body)}`);
    open.push(id);
  }

  async function approvalView(): Promise<WindowView> {
    return await vi.waitUntil(
      async () => (await control(app.electron, 'windows')).find(({ url, visible }) => url.endsWith('/approval.html') && visible),
      PATIENT,
    );
  }

  /** The applications that the demo organisation has, by name. */
  async function applicationId(name: string): Promise<string> {
    const { body } = await world.current.organisation.api('GET', '/v1/applications');
    const found = (body as { id: string; name: string }[]).find((each) => each.name === name);
    if (found === undefined) throw new Error(`no application ${name}`);
    return found.id;
  }

  it('comes up over other windows on the display where the person works, and leaves the keyboard alone', async () => {
    await control(app.electron, 'arrangeDisplays', [
      { x: 0, y: 0, width: 1920, height: 1080 },
      { x: -1600, y: -200, width: 1600, height: 900 },
    ]);
    await control(app.electron, 'setCursor', { x: -300, y: 100 });
    await ask(await applicationId('Acme VPN'));
    const { bounds, focused, alwaysOnTop, visibleOnAllWorkspaces } = await approvalView();
    expect({ focused, alwaysOnTop, visibleOnAllWorkspaces }).toEqual({ focused: false, alwaysOnTop: true, visibleOnAllWorkspaces: true });
    expect(bounds).toMatchObject({ x: -444, y: -176 });
    await control(app.electron, 'arrangeDisplays', [{ x: 0, y: 0, width: 1280, height: 720 }]);
    await expect.poll(async () => (await approvalView()).bounds.x, PATIENT).toBe(0);
  });

  it('shows several side by side, and moves nothing that is under the pointer for it', async () => {
    await control(app.electron, 'arrangeDisplays', [{ x: 0, y: 0, width: 1920, height: 1080 }]);
    await ask(await applicationId('Acme VPN'));
    const before = (await approvalView()).bounds;
    const window = await app.approvalWindow();
    await window.getByRole('heading', { name: 'Sign-in to Acme VPN' }).waitFor();
    await ask(await applicationId('Acme Wiki'));
    await window.getByText('2 requests waiting').waitFor();
    await window.getByText('They differ in: application').waitFor();
    await expect.poll(async () => (await approvalView()).bounds.width, PATIENT).toBe(720);
    const { bounds } = await approvalView();
    expect(bounds.x + bounds.width).toBe(before.x + before.width);
    expect(await window.getByRole('heading', { level: 1 }).innerText()).toBe('Sign-in to Acme VPN');

    await window.getByRole('option', { name: /Acme VPN/ }).focus();
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('Enter');
    await window.getByRole('heading', { name: 'Sign-in to Acme Wiki' }).waitFor();
  });

  it('waits for the next request loaded and unseen, and shows nothing of the last', async () => {
    const spare = async () =>
      (await control(app.electron, 'windows')).find(({ url, visible }) => url.endsWith('/approval.html') && !visible);
    const { id } = await vi.waitUntil(spare, PATIENT);
    await ask(await applicationId('Acme VPN'));
    expect((await approvalView()).id).toBe(id);
    const page = await app.approvalWindow();
    await page.getByRole('heading', { name: 'Sign-in to Acme VPN' }).waitFor();
    await leaveApprovalWindow(app);
    await vi.waitUntil(spare, PATIENT);
    await ask(await applicationId('Acme Printer'));
    const next = await app.approvalWindow();
    await next.getByRole('heading', { name: 'Sign-in to Acme Printer' }).waitFor();
  });

  it('draws the map after it is there', async () => {
    await ask(await applicationId('Acme VPN'), { origin: { address: '105.124.26.132' } });
    const window = await app.approvalWindow();
    await window.getByRole('figure', { name: /Map\. This request comes from: Lagos, Nigeria\. .*miles from here/ }).waitFor();
    await window.locator('.map-marker').nth(1).waitFor({ state: 'attached' });
  });

  it('asks for attention once more at half time', async () => {
    const id = 'short';
    await world.current.organisation.api('PUT', `/v1/applications/${id}`, { name: 'Short', match: 'none', lifetimeSeconds: 40 });
    await ask(id);
    expect((await approvalView()).flashing).toBe(false);
    await expect.poll(async () => (await approvalView()).flashing, PATIENT).toBe(true);
    expect((await approvalView()).focused).toBe(false);
  });

  it('offers a mute after too many, and says what the verifier said', async () => {
    const vpn = await applicationId('Acme Printer');
    await leaveApprovalWindow(app);
    for (let round = 0; round < 3; round += 1) {
      await ask(vpn);
      const window = await app.approvalWindow();
      await deny(window);
      if (round < 2 && (await window.getByText(/unexpected request/).count()) === 0) await expectNoApprovalWindow(app);
    }
    const window = await app.approvalWindow();
    await window.getByRole('button', { name: '15 minutes' }).click();
    await window.getByRole('heading', { name: /Muted until/ }).waitFor(PATIENT);
    await window.getByText('Acme GmbH sends no sign-in requests until then').waitFor(PATIENT);
    await expectNoApprovalWindow(app);
    const refused = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: vpn });
    expect(refused.body).toMatchObject({ error: 'no-account' });

    const main = await app.mainWindow();
    await main.getByText(/Muted until/).waitFor();
    await main.getByRole('button', { name: /End mute/ }).click();
    await main.getByText(/Muted until/).waitFor({ state: 'detached' });
    await expect
      .poll(async () => {
        const { status, body } = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: vpn });
        open.push((body as { id?: string }).id ?? '');
        return status;
      }, PATIENT)
      .toBe(201);
  });

  async function deny(window: Page): Promise<void> {
    await window.getByRole('button', { name: 'Deny' }).click();
    await window.getByTestId('outcome').getByText('Denied', { exact: true }).waitFor();
  }
});
