import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { control } from '../harness/control.ts';
import { approveWithNumber, digitsOf, expectOutcome, leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const PIN = '271828';
const PATIENT = { timeout: 30_000 };
const world = useWorld();

describe('PIN and lock, as a person meets them', () => {
  let app: AppUnderTest;

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
  });

  const signIn = async (): Promise<{ id: string; number: string }> => {
    const { body } = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-vpn' });
    const { id, match } = body as { id: string; match: { number: string } };
    return { id, number: digitsOf(match.number) };
  };

  it('sets a PIN by keyboard alone, after the app has asked by itself', async () => {
    const window = await app.mainWindow();
    await control(app.electron, 'answerMessageBox', 0);
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByRole('button', { name: 'Set PIN' }).press('Enter');
    await window.keyboard.type('123456');
    await window.getByRole('textbox', { name: 'New PIN once more' }).focus();
    await window.keyboard.type('123456');
    await window.keyboard.press('Enter');
    await window.getByText('This PIN is too easy to guess').waitFor();
    await window.getByRole('textbox', { name: 'New PIN', exact: true }).fill(PIN);
    await window.getByRole('textbox', { name: 'New PIN once more' }).fill(PIN);
    await window.keyboard.press('Enter');
    await window.getByRole('button', { name: 'Change PIN' }).waitFor();
    expect(await control(app.electron, 'dialogsShown')).toHaveLength(1);
  });

  it('approves with number and PIN, and the organisation hears how', async () => {
    const asked = await signIn();
    const approval = await approveWithNumber(app, asked.number);
    const field = approval.getByRole('textbox', { name: 'Your PIN, to approve' });
    await field.fill('314159');
    await field.press('Enter');
    await approval.getByText('That was not your PIN').waitFor();
    await field.fill(PIN);
    await field.press('Enter');
    await expectOutcome(app, 'Approved');
    const { body } = await world.current.organisation.api('GET', `/v1/transactions/${asked.id}`);
    expect(body).toMatchObject({ status: 'approved', uv: 'pin', amr: ['swk', 'user', 'pin'] });
    await leaveApprovalWindow(app);
  });

  it('locks with the screen, says that something waits, and shows it to who knows the PIN', async () => {
    await control(app.electron, 'emitPower', 'lock-screen');
    const window = await app.mainWindow();
    await window.getByRole('heading', { name: 'Deskfob is locked' }).waitFor();
    const asked = await signIn();
    const approval = await app.approvalWindow();
    await approval.getByText('1 request is waiting').waitFor();
    expect(await approval.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    const lines = ((await control(app.electron, 'tray'))?.menu ?? []).map(({ label }) => label).filter((label) => label !== '');
    expect(lines).toEqual(['A request is waiting', 'Open Deskfob', 'Quit Deskfob']);
    await control(app.electron, 'emitPower', 'unlock-screen');
    await control(app.electron, 'clickTrayItem', 'A request is waiting');
    await approval.getByRole('textbox', { name: 'PIN' }).fill(PIN);
    await approval.keyboard.press('Enter');
    await approval.getByRole('heading', { name: 'Sign-in to Acme VPN' }).waitFor();
    await approval.getByRole('button', { name: 'Deny' }).click();
    await expectOutcome(app, 'Denied');
    await window.getByTestId('passcode').waitFor();
    const { body } = await world.current.organisation.api('GET', `/v1/transactions/${asked.id}`);
    expect(body).toMatchObject({ status: 'denied' });
    await leaveApprovalWindow(app);
  });

  it('is locked when it starts again, and its windows are shielded', async () => {
    await app.quit();
    app = await world.current.launch('anna');
    const window = await app.mainWindow();
    await window.getByRole('heading', { name: 'Deskfob is locked' }).waitFor();
    expect((await control(app.electron, 'windows')).every(({ contentProtection }) => contentProtection)).toBe(true);
    await window.keyboard.type(PIN);
    await window.keyboard.press('Enter');
    await window.getByTestId('passcode').waitFor();
  });

  it('locks from the tray', async () => {
    await control(app.electron, 'clickTrayItem', 'Lock Deskfob');
    const window = await app.mainWindow();
    await window.getByRole('heading', { name: 'Deskfob is locked' }).waitFor();
    await window.getByRole('textbox', { name: 'PIN' }).fill(PIN);
    await window.keyboard.press('Enter');
    await window.getByTestId('passcode').waitFor();
  });

  it('locks when nobody has touched the computer for 15 minutes', async () => {
    const window = await app.mainWindow();
    await control(app.electron, 'setIdle', 15 * 60);
    await window.getByRole('heading', { name: 'Deskfob is locked' }).waitFor(PATIENT);
    await control(app.electron, 'setIdle', 0);
  });

  it('lets who has forgotten the PIN remove everything, after the app has asked by itself', async () => {
    const window = await app.mainWindow();
    await window.getByRole('button', { name: 'Forgotten your PIN?' }).click();
    await window.getByRole('button', { name: 'Remove all accounts…' }).click();
    // Nobody says yes to the app's own question: everything stays.
    await vi.waitUntil(async () => (await control(app.electron, 'dialogsShown')).length === 1, PATIENT);
    await window.getByRole('heading', { name: 'Deskfob is locked' }).waitFor();
    await control(app.electron, 'answerMessageBox', 0);
    await window.getByRole('button', { name: 'Remove all accounts…' }).click();
    await window.getByRole('heading', { name: 'Welcome to Deskfob' }).waitFor();
    const { body } = await world.current.organisation.api('GET', '/v1/accounts?subscriber=anna');
    expect(JSON.stringify(body)).not.toContain('"active"');
  });
});
