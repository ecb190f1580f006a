import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import {
  approveWithNumber,
  digitsOf,
  expectNoApprovalWindow,
  leaveApprovalWindow,
  expectOutcome,
  numberField,
  pairAnna,
  shownPasscode,
  textOf,
} from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();

describe('a sign-in', () => {
  let app: AppUnderTest;
  let site: Page;

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
  });

  afterEach(async () => {
    await site.context().close();
    await leaveApprovalWindow(app);
  });

  it('is approved by typing the number, and the page moves on', async () => {
    site = await startSignIn('Acme VPN', 'Lagos');
    const window = await app.approvalWindow();
    await window.getByRole('heading', { name: 'Sign-in to Acme VPN' }).waitFor();
    await window.getByText('Lagos, Nigeria').first().waitFor();
    await window
      .getByText(/about 3,\d00 miles from here/)
      .first()
      .waitFor();
    await window.getByText(/105\.124\.26\.132/).waitFor();
    await window
      .getByText(/\d+ s left|\d+ s/)
      .first()
      .waitFor();
    expect(await window.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    await approveWithNumber(app, digitsOf(await textOf(site, 'sign-in-number')));
    await expectOutcome(app, 'Approved');
    await site.getByTestId('sign-in-state').getByText('Signed in').waitFor();
    await expectNoApprovalWindow(app);
  });

  it('ends at once with a wrong number: there is no second guess', async () => {
    site = await startSignIn('Acme VPN', 'Lagos');
    const right = digitsOf(await textOf(site, 'sign-in-number'));
    await approveWithNumber(app, right === '000000' ? '000001' : '000000');
    await expectOutcome(app, 'Wrong number');
    await site.getByTestId('sign-in-state').getByText('Wrong number').waitFor();
  });

  it('is denied', async () => {
    site = await startSignIn('Acme VPN', 'Berlin');
    await (await app.approvalWindow()).getByRole('button', { name: 'Deny' }).click();
    await expectOutcome(app, 'Denied');
    await site.getByTestId('sign-in-state').getByText('Denied').waitFor();
  });

  it('is reported by a person who did not ask for it', async () => {
    site = await startSignIn('Acme VPN', 'New York');
    await (await app.approvalWindow()).getByRole('button', { name: 'I did not ask for this' }).click();
    await expectOutcome(app, 'Denied and reported');
  });

  it('lets an application ask for one of three numbers', async () => {
    site = await startSignIn('Acme Wiki', 'Berlin');
    const window = await app.approvalWindow();
    await window.getByRole('radio', { name: digitsOf(await textOf(site, 'sign-in-number')), exact: true }).check({ force: true });
    await window.getByRole('button', { name: 'Approve' }).click();
    await expectOutcome(app, 'Approved');
    await site.getByTestId('sign-in-state').getByText('Signed in').waitFor();
  });

  it('lets an application ask without a number', async () => {
    site = await startSignIn('Acme Printer', 'Berlin');
    const window = await app.approvalWindow();
    expect(await numberField(window).count()).toBe(0);
    await window.getByRole('button', { name: 'Approve' }).click();
    await expectOutcome(app, 'Approved');
  });

  it('is withdrawn when the page gives up', async () => {
    site = await startSignIn('Acme VPN', 'Tokyo');
    await app.approvalWindow();
    await site.getByRole('button', { name: /cancel/i }).click();
    await expectOutcome(app, 'Cancelled');
  });

  it('works with a passcode, once', async () => {
    const passcode = await shownPasscode(app);
    site = await world.current.organisation.open('/');
    await enterPasscode(site, passcode);
    await site.getByTestId('sign-in-state').getByText('Signed in').waitFor();
    await site.context().close();
    site = await world.current.organisation.open('/');
    await enterPasscode(site, passcode);
    await site
      .getByTestId('notice')
      .getByText(/passcode/i)
      .waitFor();
  });

  async function startSignIn(application: string, from: string): Promise<Page> {
    const page = await world.current.organisation.open('/');
    await page.getByRole('radio', { name: new RegExp(application) }).check();
    await page.getByRole('combobox').selectOption({ label: await optionWith(page, from) });
    await page.getByRole('button', { name: 'Continue with Deskfob' }).click();
    await page.getByTestId('sign-in-state').waitFor();
    return page;
  }
});

async function optionWith(page: Page, text: string): Promise<string> {
  return (await page.getByRole('option').filter({ hasText: text }).first().innerText()).trim();
}

async function enterPasscode(page: Page, passcode: string): Promise<void> {
  const field = page.getByTestId('sign-in-passcode');
  await field.fill(passcode);
  await field.press('Enter');
}
