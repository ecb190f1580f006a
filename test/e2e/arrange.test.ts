import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();
const SITES = ['Forge', 'Bank', 'Shop', 'Mail', 'Cloud', 'News'];
const links = SITES.map((site, at) => `otpauth://totp/${site}:anna?secret=GEZDGNBVGY3TQOJ${'ABCDEF'[at] ?? ''}&issuer=${site}`);

describe('accounts, arranged by a person', () => {
  let folder: string;
  let app: AppUnderTest;
  let window: Page;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deskfob-arrange-'));
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    await leaveApprovalWindow(app);
    window = await app.mainWindow();
    const file = join(folder, 'accounts.txt');
    await writeFile(file, links.join('\n'));
    await control(app.electron, 'answerOpenDialog', [file]);
    await window.getByRole('button', { name: 'Add account' }).click();
    const dialog = window.getByRole('dialog');
    await dialog.getByRole('tab', { name: 'File' }).click();
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    await dialog.getByRole('button', { name: 'Import 6 accounts' }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  const titles = async (): Promise<string[]> => await window.locator('.account-names > strong').allTextContents();

  /** As a person does who sees that a click was lost while something else was still going on. */
  const choose = async (...names: string[]): Promise<void> => {
    for (const name of names) {
      const row = window.getByRole('row', { name });
      const isChosen = async (): Promise<boolean> => (await row.getAttribute('aria-selected')) === 'true';
      await row.click();
      await expect
        .poll(async () => {
          if (!(await isChosen())) await row.click();
          return await isChosen();
        })
        .toBe(true);
    }
    await window.getByText(`${names.length} selected`).first().waitFor();
  };

  it('stay in their order, with their groups and names, over a restart', async () => {
    expect(await titles()).toEqual(['Acme GmbH', ...SITES]);
    // An own name and a group, by the card's menu.
    await window.getByRole('button', { name: /^Options for Acme GmbH/ }).click();
    await window.getByRole('menuitem', { name: 'Edit' }).click();
    await window.getByRole('textbox', { name: 'Your own name for it' }).fill('Administrator');
    await window.getByRole('combobox', { name: 'Group' }).fill('Work');
    await window.getByRole('button', { name: 'Save' }).click();
    await window.getByRole('dialog').waitFor({ state: 'detached' });
    // One step down by the menu, and the last one to the top by keyboard.
    await window.getByRole('button', { name: /^Options for Acme GmbH/ }).click();
    await window.getByRole('menuitem', { name: 'Move down' }).click();
    await expect.poll(titles).toEqual(['Forge', 'Acme GmbH · Administrator', 'Bank', 'Shop', 'Mail', 'Cloud', 'News']);
    await window.getByRole('button', { name: 'Select and sort accounts' }).press('Enter');
    await window.getByRole('row', { name: 'Forge, anna' }).waitFor();
    // To the last row, past its tick, to its handle.
    for (const key of ['End', 'ArrowRight', 'ArrowRight', 'Enter']) await window.keyboard.press(key);
    await window.locator('[data-drop-target]').first().waitFor({ state: 'attached' });
    await window.keyboard.press('Home');
    await window.keyboard.press('Enter');
    await expect.poll(async () => (await titles()).slice(0, 3)).toEqual(['News', 'Forge', 'Acme GmbH · Administrator']);
    // Many into one group.
    await window.locator('[data-drop-target]').first().waitFor({ state: 'detached' });
    await choose('Bank, anna', 'Shop, anna');
    await window.getByRole('button', { name: 'Move to group…' }).click();
    await window.getByRole('combobox', { name: 'Group' }).fill('Home');
    await window.getByRole('button', { name: 'Move', exact: true }).click();
    await window.getByText('2 accounts moved.').first().waitFor();
    await window.getByRole('button', { name: 'Done' }).click();

    await app.quit();
    app = await world.current.launch('anna');
    window = await app.mainWindow();
    await window.getByTestId('account').waitFor();
    expect(await titles()).toEqual(['News', 'Forge', 'Acme GmbH · Administrator', 'Bank', 'Shop', 'Mail', 'Cloud']);
    await window.getByRole('radio', { name: 'Home' }).click();
    await expect.poll(titles).toEqual(['Bank', 'Shop']);
    await window.getByRole('radio', { name: 'Work' }).click();
    await expect.poll(titles).toEqual(['Acme GmbH · Administrator']);
    await window.getByRole('radio', { name: 'All' }).click();
  });

  it('are called by their true names alone where a sign-in is decided', async () => {
    await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-printer' });
    const approval = await app.approvalWindow();
    await approval.getByRole('button', { name: 'Deny' }).waitFor();
    expect(await approval.locator('body').innerText()).toContain('Acme GmbH');
    expect(await approval.locator('body').innerText()).not.toContain('Administrator');
    await approval.getByRole('button', { name: 'Deny' }).click();
    await approval.getByTestId('outcome').getByText('Denied', { exact: true }).waitFor();
    await leaveApprovalWindow(app);
  });

  it('are removed together after one question, and those of sites brought back to their places', async () => {
    await window.getByRole('button', { name: 'Select and sort accounts' }).click();
    await choose('Acme GmbH', 'Bank, anna', 'Cloud, anna');
    await window.getByRole('button', { name: 'Remove' }).click();
    const question = window.getByRole('alertdialog', { name: 'Remove 3 accounts?' });
    await question.getByText('Acme GmbH: 1 account').waitFor();
    await question.getByRole('button', { name: 'Remove 3 accounts' }).click();
    await window.getByText('2 accounts removed.').waitFor();
    await window.getByRole('button', { name: 'Done' }).click();
    await expect.poll(titles).toEqual(['News', 'Forge', 'Shop', 'Mail']);
    await window.getByRole('button', { name: 'Bring back' }).click();
    await expect.poll(titles).toEqual(['News', 'Forge', 'Bank', 'Shop', 'Mail', 'Cloud']);
  });
});
