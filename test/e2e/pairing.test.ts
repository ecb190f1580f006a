import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { picture, png } from '../harness/qrPictures.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import {
  approveWithNumber,
  digitsOf,
  dropPicture,
  expectOutcome,
  pastePairingLink,
  pastePicture,
  shownPasscode,
  textOf,
  typePairingKey,
} from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();

describe('pairing this computer', () => {
  let app: AppUnderTest;
  let profile = 0;

  beforeEach(async () => {
    profile += 1;
    app = await world.current.launch(`person-${profile}`);
    return async () => await app.quit();
  });

  it('works by a pasted link and the six digits of the page', async () => {
    const site = await world.current.organisation.open('/pair');
    const window = await pastePairingLink(app, await textOf(site, 'pair-link'));
    await window.getByText('Pair this computer with').waitFor();
    // Nothing was sent yet: the page still waits for a device.
    expect(await site.getByTestId('pair-number').count()).toBe(0);
    await window.getByRole('button', { name: 'Pair', exact: true }).click();

    await window.getByText('Almost done').waitFor();
    await site.getByTestId('pair-number').waitFor();
    await window.getByTestId('account').getByText('Waiting for confirmation').waitFor();
    await approveWithNumber(app, digitsOf(await textOf(site, 'pair-number')));
    await expectOutcome(app, 'Pairing confirmed');

    await site.getByTestId('pair-state').getByText('Paired').waitFor();
    await window.getByRole('heading', { name: 'Acme GmbH is ready' }).waitFor();
    await window.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await window.getByTestId('connection').getByText('Connected to Acme GmbH').waitFor();
    expect(await window.getByTestId('account').getByText('Waiting for confirmation').count()).toBe(0);
  });

  it('works by sign-in name and key, and by typing the passcode on the page', async () => {
    const site = await world.current.organisation.open('/pair');
    const window = await typePairingKey(
      app,
      await textOf(site, 'pair-name'),
      (await textOf(site, 'pair-key')).toLowerCase().replaceAll('0', 'o'),
    );
    await window.getByRole('button', { name: 'Pair', exact: true }).click();
    // The link's thumbprint was not there, so the person is shown the fingerprint.
    await window.getByRole('button', { name: 'It matches, pair' }).click();
    await window.getByText('Almost done').waitFor();
    const field = site.getByTestId('pair-passcode');
    await field.waitFor();
    await field.fill(await shownPasscode(app));
    await field.press('Enter');
    await site.getByTestId('pair-state').getByText('Paired').waitFor();
    await window.getByRole('heading', { name: 'Acme GmbH is ready' }).waitFor();
  });

  it('works by a picture of the code that is dropped, and the six digits of the page', async () => {
    const site = await world.current.organisation.open('/pair');
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-dropped-'));
    onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'code.png');
    await writeFile(file, png(picture([await textOf(site, 'pair-link')])));
    const window = await dropPicture(app, file);
    await window.getByText('Pair this computer with').waitFor();
    expect(await site.getByTestId('pair-number').count()).toBe(0);
    await window.getByRole('button', { name: 'Pair', exact: true }).click();
    await site.getByTestId('pair-number').waitFor();
    await approveWithNumber(app, digitsOf(await textOf(site, 'pair-number')));
    await site.getByTestId('pair-state').getByText('Paired').waitFor();
    await window.getByRole('heading', { name: 'Acme GmbH is ready' }).waitFor();
  });

  it('works by a picture of the code that is pasted, and the passcode', async () => {
    const site = await world.current.organisation.open('/pair');
    const window = await pastePicture(app, png(picture([await textOf(site, 'pair-link')])));
    await window.getByText('Pair this computer with').waitFor();
    expect(await site.getByTestId('pair-passcode').count()).toBe(0);
    await window.getByRole('button', { name: 'Pair', exact: true }).click();
    const field = site.getByTestId('pair-passcode');
    await field.waitFor();
    await field.fill(await shownPasscode(app));
    await field.press('Enter');
    await site.getByTestId('pair-state').getByText('Paired').waitFor();
    await window.getByRole('heading', { name: 'Acme GmbH is ready' }).waitFor();
  });

  it('asks first when a link is clicked, also while the app is running', async () => {
    const site = await world.current.organisation.open('/pair');
    const second = await world.current.launch(`person-${profile}`, await textOf(site, 'pair-link')).catch(() => undefined);
    const window = await app.mainWindow();
    await window.getByText('Pair this computer with').waitFor();
    expect(await site.getByTestId('pair-number').count()).toBe(0);
    await window.getByRole('button', { name: 'Cancel' }).click();
    await window.getByText('Pair this computer with').waitFor({ state: 'hidden' });
    await second?.quit().catch(() => {});
  });

  it('says what is wrong with a link that is broken, used or unknown', async () => {
    const window = await pastePairingLink(app, 'https://acme.example/pair?key=ABC');
    await window.getByText('This is not a pairing link').waitFor();

    const site = await world.current.organisation.open('/pair');
    const link = await textOf(site, 'pair-link');
    const wrongKey = link.replace(/key=[^&]+/, `key=${'0'.repeat(26)}`);
    await window.getByRole('dialog').getByRole('textbox', { name: 'Pairing link' }).fill(wrongKey);
    await window.getByRole('button', { name: 'Continue' }).click();
    await window.getByRole('button', { name: 'Pair', exact: true }).click();
    await window.getByText('The pairing key was not accepted').waitFor();
  });

  it('stops at a verifier with another identity than the link names', async () => {
    const site = await world.current.organisation.open('/pair');
    const link = await textOf(site, 'pair-link');
    const window = await pastePairingLink(app, link.replace(/jkt=[^&]+/, `jkt=${'A'.repeat(43)}`));
    await window.getByRole('button', { name: 'Pair', exact: true }).click();
    await window.getByText('This is not the verifier that you were told of').waitFor();
  });

  it('says so when the verifier is down, and tries again with the same key', async () => {
    const site = await world.current.organisation.open('/pair');
    const link = await textOf(site, 'pair-link');
    await world.current.organisation.stopVerifier();
    const window = await pastePairingLink(app, link);
    await window.getByRole('button', { name: 'Pair', exact: true }).click();
    await window.getByText('Your organisation’s verifier cannot be reached').waitFor();
    await world.current.organisation.startVerifier();
    await window.getByRole('button', { name: 'Try again' }).click();
    await window.getByText('Almost done').waitFor();
  });
});
