import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PairingListView } from '../../../src/bridge/pairingList.ts';
import { RendererPages, type RendererPage } from './RendererPages.ts';
import { appView, screens } from './views.ts';

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.start();
});
afterAll(async () => await pages.close());

const LINK = 'deskfob://pair?issuer=https%3A%2F%2Fverify.example.com&key=K7QF9M2X4T8W0K7QF9M2X4T8W0';

/** What the page has asked besides the lines, which it asks for by itself. */
async function wished(opened: RendererPage): Promise<unknown[]> {
  return (await opened.asked()).filter((asked) => asked.function !== 'pairingLines');
}

async function open(screen: string): Promise<RendererPage> {
  const { view } = screens()[screen] ?? { view: appView() };
  return await pages.open('index', view);
}

describe('the field for a pairing link', () => {
  it.each([
    ['several links', `${LINK}\n${LINK}1`],
    ['names with their keys', 'anna@verify.example.com K7QF-9M2X-4T8W\nben@verify.example.com K7QF-9M2X-4T8X'],
  ])('takes %s as a list', async (_, text) => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByRole('textbox', { name: 'Pairing link' }).fill(text);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await wished(opened)).toEqual([{ function: 'openPairingList', argument: { text } }]);
    await opened.close();
  });

  it('takes one link that was wrapped as one', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByRole('textbox', { name: 'Pairing link' }).fill(`${LINK.slice(0, 30)}\n${LINK.slice(30)}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await wished(opened)).toEqual([{ function: 'openPairingLink', argument: { link: LINK } }]);
    await opened.close();
  });
});

describe('the window for a list of pairings', () => {
  it('asks before it begins, and names every line with its trouble', async () => {
    const opened = await open('list-review');
    const dialog = opened.page.getByRole('dialog', { name: 'Pair these accounts?' });
    await dialog.getByText('verify.example.com: 5 accounts').waitFor();
    expect(await dialog.getByRole('figure').textContent()).toMatch(/^Fingerprint/);
    await dialog.getByRole('row', { name: 'test.5, The pairing key was not accepted' }).waitFor();
    await dialog.getByRole('button', { name: 'Pair 5 accounts' }).click();
    expect(await wished(opened)).toEqual([{ function: 'confirmPairingList' }]);
    await opened.close();
  });

  it('shows the fingerprints of whom nobody vouches for', async () => {
    const opened = await open('list-compare');
    const dialog = opened.page.getByRole('dialog', { name: 'Compare the fingerprint' });
    await dialog.getByRole('button', { name: 'It differs, stop' }).click();
    expect(await wished(opened)).toEqual([{ function: 'closePairingList' }]);
    await opened.close();
  });

  it('is stopped, not closed, while it works', async () => {
    const opened = await open('list-running');
    const { page } = opened;
    const dialog = page.getByRole('dialog', { name: 'Pairing…' });
    await dialog.getByRole('progressbar', { name: '5 of 8' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await wished(opened)).toEqual([]);
    await dialog.getByRole('button', { name: 'Stop' }).click();
    expect(await wished(opened)).toEqual([{ function: 'stopPairingList' }]);
    await opened.close();
  });

  it('asks for the lines anew when a count has changed', async () => {
    const opened = await open('list-running');
    await opened.page.getByRole('row', { name: 'test.3, pairing…' }).waitFor();
    await opened.answer('pairingLines', {
      ok: true,
      value: [{ number: 3, name: 'test.3@verify.example.com', host: 'verify.example.com', state: 'paired' }],
    });
    const pairingList: PairingListView = {
      step: 'running',
      counts: { waiting: 0, pairing: 1, paired: 3, failed: 0, duplicate: 0 },
      stopping: true,
      throttled: false,
    };
    await opened.push(appView({ pairingList }));
    await opened.page.getByRole('row', { name: 'test.3@verify.example.com, paired' }).waitFor();
    await opened.page.getByText('Stopping. What is under way is finished first.').waitFor();
    expect(await opened.page.getByRole('button', { name: 'Stop' }).isDisabled()).toBe(true);
    await opened.close();
  });

  it('goes on after a stop, and says what kept it', async () => {
    const opened = await open('list-stopped');
    const dialog = opened.page.getByRole('dialog', { name: 'Not all are paired yet' });
    await dialog.getByRole('alert').getByText('cannot be reached').waitFor();
    await dialog.getByRole('button', { name: 'Go on' }).click();
    expect(await wished(opened)).toEqual([{ function: 'confirmPairingList' }]);
    await opened.close();
  });

  it('saves the results and is gone when it is done', async () => {
    const opened = await open('list-done');
    const dialog = opened.page.getByRole('dialog', { name: 'All done' });
    await dialog.getByText('1 account waits to be confirmed').waitFor();
    await dialog.getByRole('button', { name: 'Save the results…' }).click();
    await dialog.getByText('7 lines were saved.').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect(await wished(opened)).toEqual([{ function: 'savePairingLines' }, { function: 'closePairingList' }]);
    await opened.push(appView());
    await expect.poll(async () => await opened.page.getByRole('dialog').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});
