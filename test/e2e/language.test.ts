import { expect, it, vi } from 'vitest';
import { control } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const PATIENT = { timeout: 30_000 };
const world = useWorld();

async function directionOf(page: Awaited<ReturnType<AppUnderTest['mainWindow']>>): Promise<string> {
  await page.locator('html[lang="ar"]').waitFor();
  return await page.evaluate(() => document.documentElement.dir);
}

it('speaks the chosen language in every window, notification and menu, from right to left, and after a restart', async () => {
  let app = await world.current.launch('anna');
  await pairAnna(world.current, app);
  const window = await app.mainWindow();
  await window.getByRole('tab', { name: 'Settings' }).click();
  await window.getByRole('button', { name: /Language/ }).click();
  await window.getByRole('option', { name: 'العربية' }).click();
  expect(await directionOf(window)).toBe('rtl');

  const { body } = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-vpn' });
  const approval = await app.approvalWindow();
  expect(await directionOf(approval)).toBe('rtl');
  await approval.getByRole('heading', { name: /تسجيل الدخول إلى.*Acme VPN/ }).waitFor();
  expect((await world.current.notifications.one()).title).toMatch(/تسجيل الدخول/);
  const lines = ((await control(app.electron, 'tray'))?.menu ?? []).map(({ label }) => label);
  expect(lines.some((line) => line.includes('تسجيل الدخول'))).toBe(true);
  await world.current.organisation.api('POST', `/v1/transactions/${(body as { id: string }).id}/cancel`);
  await leaveApprovalWindow(app);
  await vi.waitUntil(async () => (await world.current.notifications.open()).length === 0, PATIENT);

  await app.quit();
  app = await world.current.launch('anna');
  expect(await directionOf(await app.mainWindow())).toBe('rtl');
});
