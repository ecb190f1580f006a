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
    const shown = page.getByTestId('otp-account').filter({ hasText: name }).first();
    const place = async (): Promise<number> => (await shown.boundingBox())?.y ?? Number.NaN;
    const before = await place();
    const passcode = { current: '987654', next: '123456', remainingMs: 30_000, periodMs: 30_000 };
    await opened.pushPasscodes(Object.fromEntries(manyOtpAccounts(1000).map(({ id }) => [id, passcode])));
    await shown.filter({ hasText: '987 654' }).waitFor();
    expect(await place()).toBe(before);
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

  it('are gone through card by card and page by page, and left with Tab after one of them', async () => {
    const { page, ...opened } = await pages.open('index', view(1000));
    await page.getByTestId('otp-account').first().waitFor();
    await page.getByRole('searchbox').focus();
    for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Tab');
    const row = async (): Promise<string | null> =>
      await page.evaluate(() => document.activeElement?.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? null);
    const after = async (key: string): Promise<string | null> => {
      await page.keyboard.press(key);
      return await row();
    };
    expect(await row()).toBe('1');
    expect([await after('ArrowDown'), await after('ArrowDown'), await after('ArrowUp'), await after('End')]).toEqual([
      '2',
      '3',
      '2',
      '1001',
    ]);
    await page.getByText('Site 1000', { exact: true }).waitFor();
    expect(Number(await after('PageUp'))).toBeLessThan(1000);
    expect(await after('Home')).toBe('1');
    await page.getByText('Acme GmbH').first().waitFor();
    // Its passcode, its options, and out of the list, which takes up again where it was left.
    expect([await after('Tab'), await after('Tab'), await after('Tab')]).toEqual(['1', '1', null]);
    expect(await after('Shift+Tab')).toBe('1');
    // Scrolled away, the card with the focus is still there.
    await page.getByRole('grid', { name: 'Accounts' }).evaluate((element) => (element.scrollTop = 20_000));
    await page.getByText('Site 260', { exact: true }).waitFor();
    expect(await after('Home')).toBe('1');
    await page.getByText('Acme GmbH').first().waitFor();
    await expect.poll(async () => await page.getByRole('grid', { name: 'Accounts' }).evaluate((element) => element.scrollTop)).toBe(0);
    expect(opened.complaints).toEqual([]);
    await page.context().close();
  });

  it('hand the focus on when the one that has it goes', async () => {
    const opened = await pages.open('index', view(1000));
    const { page } = opened;
    await page.getByTestId('otp-account').first().waitFor();
    const name = async (): Promise<string | null | undefined> =>
      await page.evaluate(() => document.activeElement?.closest('[role="row"]')?.querySelector('strong')?.textContent);
    await page.getByRole('button', { name: 'Options for Site 2,' }).focus();
    const without = (...gone: string[]) => appView({ otpAccounts: manyOtpAccounts(1000).filter(({ issuer }) => !gone.includes(issuer)) });
    await opened.push(without('Site 2'));
    await expect.poll(name).toBe('Site 3');
    await page.keyboard.press('ArrowDown');
    await opened.push(without('Site 2', 'Site 3', 'Site 4', 'Site 5'));
    await expect.poll(name).toBe('Site 6');
    await page.keyboard.press('End');
    await opened.push(without('Site 999', 'Site 1000'));
    await expect.poll(name).toBe('Site 998');
    await page.context().close();
  });
});
