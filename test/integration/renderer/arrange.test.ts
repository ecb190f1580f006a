import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppView } from '../../../src/bridge/views.ts';
import { type RendererPage, RendererPages } from './RendererPages.ts';
import { account, appView, arrangedView, manyAccounts, manyOtpAccounts, otpAccounts } from './views.ts';

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.start();
});
afterAll(async () => await pages.close());

const START = 'Select and sort accounts';
const rows = (page: Page) => page.getByTestId('arranged');
const callsOf = async (opened: RendererPage, name: string): Promise<unknown[]> =>
  (await opened.asked()).filter((each) => each.function === name).map(({ argument }) => argument);

/** Opens the window and the mode in which accounts are chosen. */
async function choosing(view: AppView): Promise<RendererPage> {
  const opened = await pages.open('index', view);
  await opened.page.getByRole('button', { name: START }).click();
  await rows(opened.page).first().waitFor();
  return opened;
}

const tick = (page: Page, name: string) => page.getByRole('row', { name }).click();
const expectFocusOn = async (page: Page, name: string): Promise<void> =>
  await expect
    .poll(async () => await page.getByRole('button', { name }).evaluate((element) => element === document.activeElement))
    .toBe(true);
const titles = async (page: Page) => await page.locator('.account-names > strong').allTextContents();

describe('the cards', () => {
  it('stand in the order that main gives, of both kinds, with what the person calls them beside their true names', async () => {
    const opened = await pages.open('index', arrangedView());
    const { page } = opened;
    const names = await titles(page);
    expect(names.slice(0, 5)).toEqual(['Globex · AdministratorPinned', 'GitHub', 'Acme GmbH', 'Bank', 'Initech']);
    expect(await page.getByTestId('account').first().textContent()).toMatch(/mweber@login\.globex\.example.*Work · vpn · on call/);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('are moved by their menu, past the next card in sight and not past the pinned ones', async () => {
    const opened = await pages.open('index', arrangedView());
    const { page } = opened;
    await page.getByRole('button', { name: 'Options for Acme GmbH, m.weber@acme.example' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Move up' }).press('Enter');
    await page.getByText('Now at place 2 of 10').waitFor();
    await page.getByRole('button', { name: 'Options for GitHub, anna@example.com' }).click();
    expect(await page.getByRole('menuitem', { name: 'Move up' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('menuitem', { name: 'Move down' }).click();
    await page.getByText('Now at place 3 of 10').waitFor();
    expect(await callsOf(opened, 'moveAccounts')).toEqual([
      { ids: ['account-acme'], target: 'o1', position: 'before' },
      { ids: ['o1'], target: 'account-acme', position: 'after' },
    ]);
    await opened.close();
  });

  it.each([
    ['few', 0],
    ['many', 100],
  ])('keep the focus with the one that has moved, among %s', async (_few, more) => {
    const arranged = arrangedView();
    const view = { ...arranged, otpAccounts: [...arranged.otpAccounts, ...manyOtpAccounts(more)] };
    const opened = await pages.open('index', view);
    const { page } = opened;
    const menu = page.getByRole('button', { name: 'Options for Acme GmbH, m.weber@acme.example' });
    for (const [way, order] of [
      ['Move down', ['a2', 'o1', 'o4', 'account-acme']],
      ['Move up', ['a2', 'account-acme', 'o1', 'o4']],
    ] as const) {
      await menu.click();
      await page.getByRole('menuitem', { name: way }).click();
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await opened.push({ ...view, order: [...order] });
      await expect.poll(async () => (await titles(page)).indexOf('Acme GmbH')).toBe(order.indexOf('account-acme'));
      // On the menu's button, or on the row around it.
      const isWithIt = async () =>
        await menu.evaluate((element) => document.activeElement?.contains(element) === true && document.activeElement !== document.body);
      await expect.poll(isWithIt).toBe(true);
    }
    await opened.close();
  });

  it('are found by group and tag, and shown group by group', async () => {
    const opened = await pages.open('index', arrangedView());
    const { page } = opened;
    await page.getByRole('searchbox').fill('on call');
    await expect.poll(async () => await titles(page)).toEqual(['Globex · AdministratorPinned']);
    await page.getByRole('button', { name: 'Clear search' }).click();
    await page.getByRole('radiogroup', { name: 'Groups' }).getByRole('radio', { name: 'Work' }).click();
    await expect.poll(async () => await titles(page)).toEqual(['Globex · AdministratorPinned', 'GitHub']);
    await page.getByRole('radio', { name: 'All' }).click();
    await expect.poll(async () => (await titles(page)).length).toBe(10);
    // A group that nobody is in any more is no filter either.
    await page.getByRole('radio', { name: 'Games' }).click();
    await opened.push(appView({ accounts: [account()], otpAccounts: otpAccounts.slice(0, 1) }));
    await expect.poll(async () => await titles(page)).toHaveLength(2);
    expect(await page.getByRole('radiogroup').count()).toBe(0);
    await opened.close();
  });
});

describe('the options of an account', () => {
  it('give the keyboard back to their button, however they and what they lead to are left', async () => {
    const opened = await pages.open('index', arrangedView());
    const { page } = opened;
    const button = page.getByRole('button', { name: 'Options for Globex, mweber@login.globex.example' });
    const focused = async (): Promise<boolean> => await button.evaluate((element) => element === document.activeElement);
    // The first time its script is loaded; from then on it is there.
    for (let time = 0; time < 3; time += 1) {
      await button.press('ArrowDown');
      await page.getByRole('menuitem', { name: 'Unpin' }).waitFor();
      await expect
        .poll(
          async () =>
            await page
              .getByRole('menuitem')
              .first()
              .evaluate((element) => element === document.activeElement),
        )
        .toBe(true);
      expect(await button.getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Escape');
      await expect.poll(focused).toBe(true);
      await button.press('ArrowUp');
      await page.getByRole('menuitem', { name: 'Remove' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(focused).toBe(true);
      for (const item of ['Edit', 'Remove']) {
        await button.press('Enter');
        await page.getByRole('menuitem', { name: item }).press('Enter');
        await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor();
        await expect.poll(async () => await page.getByRole('menu').count()).toBe(0);
        await page.keyboard.press('Escape');
        await expect.poll(focused).toBe(true);
      }
    }
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});

describe('an account of an organisation', () => {
  it('is given a name of its own, a group and tags, by keyboard alone', async () => {
    const opened = await pages.open('index', arrangedView());
    const { page } = opened;
    await page.getByRole('button', { name: 'Options for Globex, mweber@login.globex.example' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    await page.getByRole('dialog', { name: 'Edit' }).waitFor();
    await page.getByRole('textbox', { name: 'Your own name for it' }).fill('Root');
    const group = page.getByRole('combobox', { name: 'Group' });
    await group.fill('Ga');
    await group.press('ArrowDown');
    await group.press('Enter');
    expect(await group.inputValue()).toBe('Games');
    const tags = page.getByRole('combobox', { name: 'Tags' });
    await tags.pressSequentially('new one,co');
    await page.getByRole('option', { name: 'code' }).waitFor();
    await tags.press('ArrowDown');
    await tags.press('Enter');
    await page.getByRole('button', { name: 'Remove vpn' }).click();
    await tags.pressSequentially('last');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await callsOf(opened, 'editAccount')).toEqual([
      { id: 'a2', ownName: 'Root', group: 'Games', tags: ['on call', 'new one', 'code', 'last'] },
    ]);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});

describe('choosing accounts', () => {
  it('begins and ends by keyboard, and the focus comes back', async () => {
    const opened = await pages.open('index', arrangedView());
    const { page } = opened;
    const start = page.getByRole('button', { name: START });
    await start.press('Enter');
    await page.getByRole('row', { name: 'Globex, mweber@login.globex.example' }).waitFor();
    await expect.poll(async () => await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
    await page.keyboard.press('Space');
    await page.getByText('1 selected').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByText('2 selected').first().waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('3 selected').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(async () => await rows(page).count()).toBe(0);
    await expect.poll(async () => await start.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.getByTestId('account').count()).toBe(6);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('begins from a card’s menu too, however few there are, with that card', async () => {
    const opened = await pages.open('index', appView({ otpAccounts: otpAccounts.slice(0, 1) }));
    const { page } = opened;
    await page.getByRole('button', { name: 'Options for GitHub, anna@example.com' }).click();
    await page.getByRole('menuitem', { name: 'Select' }).click();
    await page.getByText('1 selected').first().waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByTestId('otp-account').waitFor();
    await opened.close();
  });

  it('takes all that the search has found, and no more, and several from one to another by Shift', async () => {
    const opened = await choosing(appView({ accounts: manyAccounts(300), otpAccounts: manyOtpAccounts(300) }));
    const { page } = opened;
    await page.getByRole('searchbox').fill('test-29');
    await page.getByRole('button', { name: 'Select all' }).click();
    await page.getByText('11 selected').first().waitFor();
    await page.getByRole('button', { name: 'Clear search' }).click();
    await page.getByText('11 selected').first().waitFor();
    await page.getByRole('row', { name: 'test-2@' }).click();
    await page.getByRole('row', { name: 'test-4@' }).click({ modifiers: ['Shift'] });
    await page.getByText('14 selected').first().waitFor();
    await page.getByRole('button', { name: 'Move to group…' }).click();
    await page.getByRole('combobox', { name: 'Group' }).fill('Night shift');
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByText('14 accounts moved.').first().waitFor();
    const [moved] = (await callsOf(opened, 'groupAccounts')) as { ids: string[]; group: string }[];
    expect(moved).toMatchObject({ group: 'Night shift' });
    expect(moved?.ids).toHaveLength(14);
    await expectFocusOn(page, 'Done');
    await opened.close();
  });

  it('has only those in sight in the document, a thousand or not', async () => {
    const opened = await choosing(appView({ accounts: manyAccounts(500), otpAccounts: manyOtpAccounts(500) }));
    expect(await rows(opened.page).count()).toBeLessThan(40);
    await opened.page.getByRole('button', { name: 'Select all' }).click();
    await opened.page.getByText('1,000 selected').first().waitFor();
    await opened.close();
  });

  it('saves accounts of sites alone', async () => {
    const opened = await choosing(arrangedView());
    const { page } = opened;
    await tick(page, 'Globex, mweber@login.globex.example');
    expect(await page.getByRole('button', { name: 'Export…' }).isDisabled()).toBe(true);
    await tick(page, 'GitHub, anna@example.com');
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByText('1 account of a site is saved.').waitFor();
    await page.getByText('Links', { exact: true }).click();
    await opened.answer('exportOtp', { ok: true, value: { written: 1 } });
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByText('1 account saved.').first().waitFor();
    expect(await callsOf(opened, 'exportOtp')).toEqual([{ kind: 'otpauth', ids: ['o1'] }]);
    await opened.close();
  });

  it('removes accounts of sites at once, because they can be brought back', async () => {
    const opened = await choosing(arrangedView());
    await tick(opened.page, 'GitHub, anna@example.com');
    await tick(opened.page, 'Bank, AT12 3456');
    await opened.page.getByRole('button', { name: 'Remove' }).click();
    await expect.poll(async () => await callsOf(opened, 'removeAccounts')).toEqual([{ ids: ['o1', 'o4'] }]);
    await expectFocusOn(opened.page, 'Done');
    await opened.page.keyboard.press('Escape');
    await expect.poll(async () => await rows(opened.page).count()).toBe(0);
    await opened.close();
  });

  it('asks once before accounts of organisations go, says who is told, and which are left', async () => {
    const opened = await choosing(arrangedView());
    const { page } = opened;
    for (const name of ['Globex, mweber', 'Acme GmbH', 'Bank']) await tick(page, name);
    await page.getByRole('button', { name: 'Remove' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Remove 3 accounts?' });
    expect(await dialog.getByRole('listitem').allTextContents()).toEqual(['Globex: 1 account', 'Acme GmbH: 1 account']);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // Escape closed the question, and nothing else.
    await page.getByText('3 selected').first().waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByText('Delete their history, too').click();
    await opened.answer('removeAccounts', { ok: true, value: { left: ['a2'] } });
    await dialog.getByRole('button', { name: 'Remove 3 accounts' }).click();
    await page.getByText('1 account could not be removed.').waitFor();
    await page.getByRole('alert').getByText('mweber@').waitFor();
    await page.getByText('1 selected').first().waitFor();
    expect(await callsOf(opened, 'removeAccounts')).toEqual([{ ids: ['a2', 'account-acme', 'o4'], deleteHistory: true }]);
    await opened.close();
  });
});

describe('sorting', () => {
  it('by keyboard picks an account up, carries it, and puts it down', async () => {
    const opened = await choosing(arrangedView());
    const { page } = opened;
    const pickUp = async (): Promise<void> => {
      await page.getByRole('row', { name: 'Bank, AT12 3456' }).focus();
      // Past its tick, to its handle.
      for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
      await page.locator('[data-drop-target]').first().waitFor({ state: 'attached' });
    };
    // Escape gives the drag up, and not the mode.
    await pickUp();
    await page.keyboard.press('Escape');
    await expect.poll(async () => await page.locator('[data-drop-target]').count()).toBe(0);
    await page.getByRole('button', { name: 'Drag Bank, AT12 3456' }).waitFor();
    await pickUp();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(async () => await callsOf(opened, 'moveAccounts')).toHaveLength(1);
    expect(await callsOf(opened, 'moveAccounts')).toEqual([{ ids: ['o4'], target: 'account-acme', position: 'before' }]);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('by mouse takes all that are chosen along', async () => {
    const opened = await choosing(arrangedView());
    const { page } = opened;
    await tick(page, 'Acme GmbH, m.weber@acme.example');
    await tick(page, 'Bank, AT12 3456');
    const from = await page.getByRole('row', { name: 'Bank, AT12 3456' }).locator('.arrange-grip').boundingBox();
    const to = await page.getByRole('row', { name: 'GitHub, anna@example.com' }).boundingBox();
    if (from === null || to === null) throw new Error('The rows are not there.');
    await page.mouse.move(from.x + 16, from.y + 16);
    await page.mouse.down();
    await page.mouse.move(to.x + 200, to.y + 20, { steps: 8 });
    await page.mouse.move(to.x + 200, to.y + 3, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => await callsOf(opened, 'moveAccounts')).toHaveLength(1);
    const [move] = (await callsOf(opened, 'moveAccounts')) as { ids: string[]; target: string; position: string }[];
    expect(move?.ids.toSorted()).toEqual(['account-acme', 'o4']);
    expect([`after a2`, `before o1`]).toContain(`${move?.position} ${move?.target}`);
    await opened.close();
  });
});
