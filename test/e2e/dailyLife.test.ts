import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { control } from '../harness/control.ts';
import { electronHost } from '../harness/launchApp.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import {
  approveWithNumber,
  expectNoApprovalWindow,
  expectOutcome,
  leaveApprovalWindow,
  pairAnna,
  shownPasscode,
} from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();

/** Asks for a sign-in by the API, as a relying application does. */
async function ask(application = 'acme-vpn'): Promise<{ id: string; number: string }> {
  const { body } = await world.current.organisation.api('POST', '/v1/transactions', {
    subscriber: 'anna',
    application,
    origin: { client: 'Firefox on Windows' },
  });
  const { id, match } = body as { id: string; match: { number: string } };
  return { id, number: match.number };
}

async function statusOf(id: string): Promise<string> {
  const { body } = await world.current.organisation.api('GET', `/v1/transactions/${id}`);
  return (body as { status: string }).status;
}

// These need to see the tray, notifications and power events, which real Electron shows to nobody but the desktop.
describe.runIf(electronHost() === 'stand-in')('living with Deskfob', () => {
  let app: AppUnderTest;

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
  });

  it('lists open requests in the tray and opens one from there', async () => {
    const { number } = await ask();
    await expect.poll(async () => (await control(app.electron, 'tray'))?.toolTip).toBe('Deskfob: 1 request is waiting');
    const menu = (await control(app.electron, 'tray'))?.menu.map((item) => item.label) ?? [];
    expect(menu[0]).toMatch(/^Sign-in to Acme VPN/);
    await control(app.electron, 'clickTrayItem', menu[0] ?? '');
    await approveWithNumber(app, number);
    await expectOutcome(app, 'Approved');
    await expect.poll(async () => (await control(app.electron, 'tray'))?.toolTip).toBe('Deskfob');
    await expectNoApprovalWindow(app);
  });

  it('shows a request that arrives while the approval window is closing in a new one', async () => {
    const first = await ask('acme-vpn');
    const leaving = await app.approvalWindow();
    // As in Electron, where a page is asked before its window goes; here for as long as the test wants.
    await app.electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.isAlwaysOnTop());
      if (window === undefined) throw new Error('There is no approval window');
      const destroy = window.destroy.bind(window);
      window.destroy = () => void Object.assign(globalThis, { finishClosing: destroy });
      window.close();
    });
    const second = await ask('acme-printer');
    await expect.poll(async () => (await control(app.electron, 'tray'))?.toolTip).toBe('Deskfob: 2 requests are waiting');
    await app.electron.evaluate(() => (globalThis as unknown as { finishClosing(): void }).finishClosing());
    await vi.waitUntil(() => leaving.isClosed(), { timeout: 15_000 });
    const isThere = await vi.waitUntil(async () => await app.hasApprovalWindow(), { timeout: 15_000 }).catch(() => false);
    for (const { id } of [first, second]) await world.current.organisation.api('POST', `/v1/transactions/${id}/cancel`);
    await leaveApprovalWindow(app);
    expect(isThere).toBe(true);
  });

  it('starts at login when asked to, and no longer when not', async () => {
    const window = await app.mainWindow();
    await window.getByRole('tab', { name: 'Settings' }).click();
    const file = join(world.current.session.env['XDG_CONFIG_HOME'] ?? '', 'autostart/deskfob.desktop');
    await window.getByText('Start at login').click();
    await expect.poll(async () => await readFile(file, 'utf8').catch(() => '')).toContain('--hidden');
    await window.getByText('Start at login').click();
    await expect.poll(async () => await stat(file).catch(() => 'gone')).toBe('gone');
    await window.getByRole('tab', { name: 'Authentication' }).click();
  });

  it('copies a passcode and takes it off the clipboard again', async () => {
    const window = await app.mainWindow();
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByText('10 s', { exact: false }).first().click();
    await window.getByRole('tab', { name: 'Authentication' }).click();
    const passcode = await shownPasscode(app);
    await window.getByRole('button', { name: /Copy passcode of Acme GmbH/ }).click();
    await expect.poll(async () => await control(app.electron, 'clipboardText')).toMatch(/^\d{6}$/);
    expect([passcode, await shownPasscode(app)]).toContain(await control(app.electron, 'clipboardText'));
    await expect.poll(async () => await control(app.electron, 'clipboardText'), { timeout: 15_000 }).toBe('');
  });

  it('keeps the accounts over a restart, and an open request, too', async () => {
    const { number } = await ask();
    await app.approvalWindow();
    await app.quit();
    app = await world.current.launch('anna');
    await approveWithNumber(app, number);
    await expectOutcome(app, 'Approved');
    await expectNoApprovalWindow(app);
  });

  it('shows what expired while it was away as missed, and no window for it', async () => {
    const quick = { name: 'Acme Payroll', match: 'entry', userVerification: 'discouraged', lifetimeSeconds: 10 };
    await world.current.organisation.api('PUT', '/v1/applications/payroll', quick);
    const { id } = await ask('payroll');
    await app.approvalWindow();
    await app.quit();
    await expect.poll(async () => await statusOf(id), { timeout: 30_000 }).toBe('expired');
    app = await world.current.launch('anna');
    const window = await app.mainWindow();
    await window.getByTestId('connection').getByText('Connected to Acme GmbH').waitFor();
    expect(await app.hasApprovalWindow()).toBe(false);
    await window.getByRole('tab', { name: 'Activity' }).click();
    await window.getByRole('row').filter({ hasText: 'Acme Payroll' }).getByText('Missed').waitFor();
  });

  it('lists what happened', async () => {
    const window = await app.mainWindow();
    await window.getByRole('tab', { name: 'Activity' }).click();
    await window.getByRole('row').getByText('Approved').first().waitFor();
    await window.getByRole('button', { name: /What happened/ }).click();
    await window.getByRole('option', { name: 'Pairings' }).click();
    await window.getByText('Paired this computer').waitFor();
  });

  it('finds in the history what is typed, and saves it as a table where the person says', async () => {
    const window = await app.mainWindow();
    await window.getByRole('button', { name: /What happened/ }).click();
    await window.getByRole('option', { name: 'Requests' }).click();
    await window.getByRole('searchbox', { name: 'Search the history' }).fill('payroll');
    await window.getByText('1 entry').waitFor();
    const file = join(world.current.session.env['XDG_CONFIG_HOME'] ?? '', 'history.csv');
    await control(app.electron, 'answerSaveDialog', file);
    await window.getByRole('button', { name: 'Save as CSV…' }).click();
    await window.getByText('1 entry saved').waitFor();
    expect(await readFile(file, 'utf8')).toMatch(/,Acme Payroll,,missed,/);
  });
});
