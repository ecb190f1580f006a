import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RendererPages } from './RendererPages.ts';
import { account, acme, appView } from './views.ts';

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.start();
});
afterAll(async () => await pages.close());

const host = 'verify.acme.example';

describe('the ways to begin', () => {
  it('opens a pasted link', async () => {
    const opened = await pages.open('index', appView({ accounts: [], verifiers: [] }));
    const { page } = opened;
    await page.getByRole('button', { name: 'I have a pairing link' }).click();
    await page.getByRole('dialog', { name: 'Add account' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Pairing link' }).evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByRole('textbox', { name: 'Pairing link' }).fill(' deskfob://pair?issuer=x\n&key=y ');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await opened.asked()).toEqual([{ function: 'openPairingLink', argument: { link: 'deskfob://pair?issuer=x&key=y' } }]);
    await opened.close();
  });

  it('says what is wrong with a link', async () => {
    const opened = await pages.open('index', appView());
    await opened.answer('openPairingLink', { ok: false, error: 'link-malformed' });
    await opened.page.getByRole('button', { name: 'Add account' }).click();
    await opened.page.getByRole('textbox', { name: 'Pairing link' }).waitFor();
    await opened.page.keyboard.type('nonsense');
    await opened.page.keyboard.press('Enter');
    await opened.page.getByRole('alert').getByText('This is not a pairing link').waitFor();
    await opened.close();
  });

  it('groups a key while it is typed, puts O, I and L right, and checks its length', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByRole('tab', { name: 'Name and key' }).click();
    await page.getByRole('textbox', { name: 'Sign-in name' }).fill('anna@verify.acme.example');
    const key = page.getByRole('textbox', { name: 'Pairing key' });
    await key.pressSequentially('k7qo9mil');
    expect(await key.inputValue()).toBe('K7Q0-9M11');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('A pairing key has 12 characters; 4 are missing.').waitFor();
    await key.press('End');
    await key.pressSequentially('4t8u');
    await page.getByText('A pairing key has no “U”.').waitFor();
    await key.press('Backspace');
    await key.pressSequentially('w');
    expect(await opened.asked()).toEqual([]);
    await key.press('Enter');
    expect(await opened.asked()).toEqual([
      { function: 'openPairingName', argument: { signInName: 'anna@verify.acme.example', key: 'K7Q09M114T8W' } },
    ]);
    await opened.close();
  });

  it('keeps the caret in place when a key is corrected in the middle', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByRole('tab', { name: 'Name and key' }).click();
    const key = page.getByRole('textbox', { name: 'Pairing key' });
    await key.pressSequentially('AAAABBBBCCCC');
    await key.press('Home');
    await key.press('ArrowRight');
    await key.press('Delete');
    await page.keyboard.type('ZY');
    expect(await key.inputValue()).toBe('AZYA-ABBB-BCCC-C');
    await opened.close();
  });
});

describe('what follows', () => {
  it('comes up by itself for a clicked link, and sends nothing before the person goes on', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await opened.push(appView({ pairing: { step: 'confirm', host, pinned: false, insecure: false, already: [] } }));
    const dialog = page.getByRole('dialog', { name: `Pair this computer with ${host}?` });
    await dialog.getByText('Nothing has been sent yet.').waitFor();
    expect(await opened.asked()).toEqual([]);
    await dialog.getByRole('button', { name: 'Pair', exact: true }).click();
    expect(await opened.asked()).toEqual([{ function: 'confirmPairing' }]);
    await opened.close();
  });

  it.each(['Escape', 'Cancel'])('is left by %s', async (way) => {
    const opened = await pages.open('index', appView({ pairing: { step: 'confirm', host, pinned: true, insecure: false, already: [] } }));
    await opened.page.getByRole('dialog').waitFor();
    if (way === 'Escape') await opened.page.keyboard.press('Escape');
    else await opened.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await opened.asked()).toEqual([{ function: 'cancelPairing' }]);
    await opened.push(appView());
    await expect.poll(async () => await opened.page.getByRole('dialog').count()).toBe(0);
    await opened.close();
  });

  it('shows the fingerprint in groups to compare', async () => {
    const opened = await pages.open(
      'index',
      appView({ pairing: { step: 'fingerprint', host, organisation: acme, fingerprint: 'NzbLsXh8uDCc' } }),
    );
    const dialog = opened.page.getByRole('dialog', { name: 'Is this Acme GmbH?' });
    expect(await dialog.getByRole('figure').textContent()).toBe('FingerprintNzbL sXh8 uDCc');
    await dialog.getByRole('button', { name: 'It matches, pair' }).click();
    expect(await opened.asked()).toEqual([{ function: 'confirmPairing' }]);
    await opened.close();
  });

  it('says how to confirm, what was replaced, and when all is ready', async () => {
    const replaced = [{ organisation: 'Acme GmbH', subscriber: 'm.weber', pairedAtMs: new Date(2026, 2, 3, 12).getTime() }];
    const pairing = { step: 'paired' as const, accountId: 'account-acme', organisation: acme, displayName: 'Maria Weber', replaced };
    const opened = await pages.open('index', appView({ pairing, accounts: [account({ state: 'waiting' })] }));
    const { page } = opened;
    const dialog = page.getByRole('dialog', { name: 'Almost done' });
    expect(await dialog.textContent()).toContain('approve the request, or type this passcode there.');
    expect(await dialog.textContent()).toContain('492 031');
    expect(await dialog.textContent()).toContain('This took the place of m.weber at Acme GmbH, paired on 3 March 2026');
    await opened.push(appView({ pairing }));
    await page.getByRole('dialog', { name: 'Acme GmbH is ready' }).getByRole('button', { name: 'Done' }).click();
    expect(await opened.asked()).toEqual([{ function: 'cancelPairing' }]);
    await opened.close();
  });

  it('explains a failure and tries again only where that is safe', async () => {
    const opened = await pages.open('index', appView({ pairing: { step: 'failed', host, error: 'pairing-refused', retry: false } }));
    const { page } = opened;
    await page.getByRole('alert').getByText('The pairing key was not accepted').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await opened.push(appView({ pairing: { step: 'failed', host, error: 'pairing-interrupted', retry: true } }));
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await opened.asked()).toEqual([{ function: 'confirmPairing' }]);
    await opened.close();
  });

  it('keeps what was typed when it is entered again', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByRole('textbox', { name: 'Pairing link' }).fill('deskfob://pair?x');
    await opened.push(appView({ pairing: { step: 'failed', host, error: 'verifier-not-found', retry: false } }));
    await page.getByRole('button', { name: 'Enter it again' }).click();
    await opened.push(appView());
    expect(await page.getByRole('textbox', { name: 'Pairing link' }).inputValue()).toBe('deskfob://pair?x');
    await opened.close();
  });
});
