import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RendererPages } from './RendererPages.ts';
import { appView, manyOtpAccounts } from './views.ts';

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.start();
});
afterAll(async () => await pages.close());

const view = (count: number) => appView({ otpAccounts: manyOtpAccounts(count) });

describe('a thousand accounts', () => {
  it('are in the list, and only those in sight in the document', async () => {
    const { page, ...opened } = await pages.open('index', view(1000));
    await page.getByTestId('otp-account').first().waitFor();
    expect(await page.getByRole('grid', { name: 'Accounts' }).getAttribute('aria-rowcount')).toBe('1001');
    expect(await page.getByTestId('otp-account').count()).toBeLessThan(40);
    expect(opened.complaints).toEqual([]);
    await page.context().close();
  });

  it('are found by typing, to the very last', async () => {
    const { page } = await pages.open('index', view(1000));
    await page.getByRole('searchbox').fill('site 1000');
    await expect.poll(async () => await page.getByTestId('otp-account').count()).toBe(1);
    expect(await page.getByTestId('otp-account').textContent()).toContain('test.account.1000@example.com');
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByText('No account matches').waitFor();
    await page.context().close();
  });

  it('show their new codes when time brings them, where the person has scrolled to', async () => {
    const opened = await pages.open('index', view(1000));
    const { page } = opened;
    const list = page.getByRole('grid', { name: 'Accounts' });
    await page.getByTestId('otp-account').first().waitFor();
    await list.evaluate((element) => (element.scrollTop = 20_000));
    // Those at the top have gone by then.
    await page.getByText('Site 1', { exact: true }).waitFor({ state: 'detached' });
    const card = page.getByTestId('otp-account').filter({ hasText: 'Tests' }).nth(1);
    await card.waitFor();
    const name = (await card.locator('strong').textContent()) ?? '';
    const before = await list.evaluate((element) => element.scrollTop);
    const passcode = { current: '987654', next: '123456', remainingMs: 30_000, periodMs: 30_000 };
    await opened.pushPasscodes(Object.fromEntries(manyOtpAccounts(1000).map(({ id }) => [id, passcode])));
    await page.getByTestId('otp-account').filter({ hasText: name }).filter({ hasText: '987 654' }).first().waitFor();
    expect(await list.evaluate((element) => element.scrollTop)).toBe(before);
    await page.context().close();
  });

  it('can be reached, copied and changed by keyboard', async () => {
    const opened = await pages.open('index', view(1000));
    const { page } = opened;
    await page.getByTestId('otp-account').first().waitFor();
    await page.getByRole('searchbox').focus();
    // Past the button that begins to choose, and past the groups, which are one stop.
    for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await opened.asked()).filter(({ function: name }) => name === 'copyPasscode')).toHaveLength(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Site or organisation' }).fill('Another');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(async () => (await opened.asked()).filter(({ function: name }) => name === 'editOtp'))
      .toMatchObject([{ argument: { issuer: 'Another' } }]);
    await page.context().close();
  });
});
