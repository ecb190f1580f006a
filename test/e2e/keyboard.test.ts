import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { digitsOf, expectOutcome, leaveApprovalWindow, textOf } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const PATIENT = { timeout: 30_000 };
const MOST_STEPS = 40;
const world = useWorld();

/** Goes on by Tab to what bears this name, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
    if (focused?.trim() === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to "${name}"`);
}

async function typeNumberAndApprove(page: Page, digits: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Number from/ }).waitFor();
  // Wherever the focus is, digits are the number.
  await page.keyboard.type(digits);
  await vi.waitUntil(async () => await page.getByRole('button', { name: 'Approve' }).isEnabled(), PATIENT);
  await page.keyboard.press('Enter');
}

it('pairs, approves and denies by keyboard alone', async () => {
  const app = await world.current.launch('anna');
  const { organisation } = world.current;
  const window = await app.mainWindow();
  const site = await organisation.open('/pair');
  await tabTo(window, 'Add account');
  await window.keyboard.press('Enter');
  await window.getByRole('textbox', { name: 'Pairing link' }).waitFor();
  await vi.waitUntil(
    async () => await window.getByRole('textbox', { name: 'Pairing link' }).evaluate((one) => one === document.activeElement),
    PATIENT,
  );
  await window.keyboard.insertText(await textOf(site, 'pair-link'));
  await window.keyboard.press('Enter');
  await window.getByText('Pair this computer with').waitFor();
  await tabTo(window, 'Pair');
  await vi.waitUntil(async () => await window.getByRole('button', { name: 'Pair', exact: true }).isEnabled(), PATIENT);
  await window.keyboard.press('Enter');
  await site.getByTestId('pair-number').waitFor();
  await typeNumberAndApprove(await app.approvalWindow(), digitsOf(await textOf(site, 'pair-number')));
  await window.getByRole('heading', { name: /is ready$/ }).waitFor();
  await tabTo(window, 'Done');
  await window.keyboard.press('Enter');
  await window.getByTestId('passcode').waitFor();
  await leaveApprovalWindow(app);

  const ask = async (): Promise<{ id: string; number: string }> => {
    const { body } = await organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-vpn' });
    const { id, match } = body as { id: string; match: { number: string } };
    return { id, number: digitsOf(match.number) };
  };
  const statusOf = async (id: string): Promise<string> =>
    ((await organisation.api('GET', `/v1/transactions/${id}`)).body as { status: string }).status;
  const first = await ask();
  await typeNumberAndApprove(await app.approvalWindow(), first.number);
  await expectOutcome(app, 'Approved');
  expect(await statusOf(first.id)).toBe('approved');
  await leaveApprovalWindow(app);

  const second = await ask();
  const approval = await app.approvalWindow();
  await vi.waitUntil(async () => await approval.getByRole('button', { name: 'Deny' }).isEnabled(), PATIENT);
  await tabTo(approval, 'Deny');
  await approval.keyboard.press('Enter');
  await expectOutcome(app, 'Denied');
  expect(await statusOf(second.id)).toBe('denied');
});
