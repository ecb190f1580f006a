import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { electronHost } from '../harness/launchApp.ts';
import type { DaemonNotification } from '../harness/NotificationDaemon.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { approveWithNumber, expectNoApprovalWindow, expectOutcome, leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();
const patient = { timeout: 15_000 };
/** As long as a notification must have been on screen. */
const READ_MS = 800;

/** Asks for a sign-in from this very computer, as a relying application does. */
async function ask(application: string, address = '127.0.0.1'): Promise<{ id: string; number: string }> {
  const { body } = await world.current.organisation.api('POST', '/v1/transactions', {
    subscriber: 'anna',
    application,
    origin: { address, client: 'Firefox on Windows' },
  });
  const { id, match } = body as { id: string; match: { number?: string } };
  return { id, number: match.number ?? '' };
}

async function statusOf(id: string): Promise<string> {
  const { body } = await world.current.organisation.api('GET', `/v1/transactions/${id}`);
  return (body as { status: string }).status;
}

async function read(): Promise<DaemonNotification> {
  const notification = await world.current.notifications.one();
  await new Promise((resolve) => setTimeout(resolve, READ_MS));
  return notification;
}

// On Linux the app speaks to the desktop's notification service by itself, so real Electron shows the same.
describe.runIf(electronHost() === 'stand-in')('notifications', () => {
  let app: AppUnderTest;

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    for (const [name, match, userVerification] of [
      ['door', 'none', 'discouraged'],
      ['safe', 'none', 'preferred'],
    ] as const)
      await world.current.organisation.api('PUT', `/v1/applications/${name}`, {
        name: `Acme ${name}`,
        match,
        userVerification,
        lifetimeSeconds: 60,
      });
  });
  afterEach(async () => {
    await leaveApprovalWindow(app);
    await vi.waitUntil(async () => (await world.current.notifications.open()).length === 0, patient);
  });

  it('approve at once what asks for nothing more', async () => {
    const { id } = await ask('door');
    const shown = await read();
    expect(shown).toMatchObject({ title: 'Sign-in to Acme door', urgency: 2 });
    expect(shown.body.split('\n')).toEqual(['From this network', expect.stringMatching(/^anna@localhost:\d+$/)]);
    expect(Object.values(shown.actions)).toEqual(['Review', 'Approve', 'Deny']);
    await world.current.notifications.press(shown, 'Approve');
    await expect.poll(async () => await statusOf(id), patient).toBe('approved');
    // What came of it is the verifier's word, in the window that had come up with the request.
    await expectOutcome(app, 'Approved');
  });

  it.each([
    ['a number', 'acme-vpn', '127.0.0.1'],
    ['user verification', 'safe', '127.0.0.1'],
    ['a look, because it is far away', 'door', '102.89.23.7'],
  ])('open the window where the request asks for %s', async (_what, application, address) => {
    const { id, number } = await ask(application, address);
    const shown = await read();
    expect(`${shown.title} ${shown.body}`).not.toContain(number === '' ? 'never' : number);
    await (await app.approvalWindow()).close();
    await expectNoApprovalWindow(app);
    await world.current.notifications.press(shown, 'Approve…');
    const window = await app.approvalWindow();
    await window.getByRole('button', { name: 'Approve' }).waitFor();
    expect(await statusOf(id)).toBe('open');
    if (number !== '') await approveWithNumber(app, number);
    else await window.getByRole('button', { name: 'Approve' }).click();
    await expectOutcome(app, 'Approved');
    expect(await statusOf(id)).toBe('approved');
  });

  it('deny at once, whatever the request asks for', async () => {
    const { id } = await ask('acme-vpn', '102.89.23.7');
    const shown = await world.current.notifications.one();
    expect(shown.body).toContain('far from here');
    await world.current.notifications.press(shown, 'Deny');
    await expect.poll(async () => await statusOf(id), patient).toBe('denied');
  });

  it('open the window by a click on themselves', async () => {
    const { id } = await ask('acme-vpn');
    const shown = await world.current.notifications.one();
    await (await app.approvalWindow()).close();
    await expectNoApprovalWindow(app);
    await world.current.notifications.press(shown, 'Review');
    await (await app.approvalWindow()).getByRole('button', { name: 'Deny' }).click();
    await expect.poll(async () => await statusOf(id), patient).toBe('denied');
  });

  it('go when the request is taken back, answered in the window, or over', async () => {
    const taken = await ask('acme-vpn');
    await world.current.notifications.one();
    await world.current.organisation.api('POST', `/v1/transactions/${taken.id}/cancel`);
    await expect.poll(async () => await world.current.notifications.open(), patient).toEqual([]);
    await leaveApprovalWindow(app);
    const answered = await ask('acme-vpn');
    await world.current.notifications.one();
    await approveWithNumber(app, answered.number);
    await expect.poll(async () => await world.current.notifications.open(), patient).toEqual([]);
    await leaveApprovalWindow(app);
    const quick = { name: 'Acme Payroll', match: 'entry', userVerification: 'discouraged', lifetimeSeconds: 10 };
    await world.current.organisation.api('PUT', '/v1/applications/payroll', quick);
    await ask('payroll');
    await world.current.notifications.one();
    await expect.poll(async () => await world.current.notifications.open(), { timeout: 20_000 }).toEqual([]);
  });

  it('go with the app, and come back with it', async () => {
    const { id } = await ask('acme-vpn');
    await world.current.notifications.one();
    await app.quit();
    expect(await world.current.notifications.open()).toEqual([]);
    app = await world.current.launch('anna');
    await world.current.notifications.press(await world.current.notifications.one(), 'Deny');
    await expect.poll(async () => await statusOf(id), patient).toBe('denied');
  });

  it('say in the settings that do not disturb is on', async () => {
    const window = await app.mainWindow();
    await world.current.notifications.setInhibited(true);
    const { id } = await ask('acme-vpn');
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByText('Do not disturb is on').waitFor();
    await world.current.notifications.setInhibited(false);
    await world.current.notifications.press(await world.current.notifications.one(), 'Deny');
    await expect.poll(async () => await statusOf(id), patient).toBe('denied');
    await ask('acme-vpn').then(async (next) => await world.current.organisation.api('POST', `/v1/transactions/${next.id}/cancel`));
    await window.getByText('Do not disturb is on').waitFor({ state: 'detached' });
    await window.getByRole('tab', { name: 'Authentication' }).click();
  });
});
