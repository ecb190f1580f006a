import { beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { pairAnna, pastePairingLink, textOf } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();

describe('removing an account', () => {
  let app: AppUnderTest;
  let profile = 0;

  beforeEach(async () => {
    profile += 1;
    app = await world.current.launch(`person-${profile}`);
    await pairAnna(world.current, app);
    return async () => {
      await app.quit();
      for (const { id } of await accountsAtVerifier()) await world.current.organisation.api('DELETE', `/v1/accounts/${id}`);
    };
  });

  it('in the app makes both ends forget it', async () => {
    const window = await removeInApp();
    await window.getByText('Welcome to Deskfob').waitFor();
    await expect.poll(accountsAtVerifier).toEqual([]);
  });

  it('in the app while offline is told to the verifier later', async () => {
    await world.current.organisation.stopVerifier();
    const window = await removeInApp();
    await window.getByText('Welcome to Deskfob').waitFor();
    await app.quit();
    await world.current.organisation.startVerifier();
    expect(await accountsAtVerifier()).toHaveLength(1);
    app = await world.current.launch(`person-${profile}`);
    await expect.poll(accountsAtVerifier, { timeout: 20_000 }).toEqual([]);
  });

  it('at the verifier makes the app forget its secrets and say so; pairing again takes the dead entry’s place', async () => {
    const [account] = await accountsAtVerifier();
    await world.current.organisation.api('DELETE', `/v1/accounts/${account?.id}`);
    const window = await app.mainWindow();
    await window.getByText('Removed by Acme GmbH').waitFor();
    expect(await window.getByTestId('passcode').count()).toBe(0);

    const site = await world.current.organisation.open('/pair');
    await pastePairingLink(app, await textOf(site, 'pair-link'));
    await window.getByRole('button', { name: 'Pair', exact: true }).click();
    await window.getByText(/This took the place of Anna Weber at Acme GmbH/).waitFor();
    await window
      .getByRole('dialog')
      .getByRole('button', { name: /Done|Close/ })
      .first()
      .click();
    expect(await window.getByTestId('account').count()).toBe(1);
    await site.context().close();
  });

  it('at the verifier reaches an app that was away', async () => {
    await app.quit();
    const [account] = await accountsAtVerifier();
    await world.current.organisation.command('account', 'remove', account?.id ?? '');
    app = await world.current.launch(`person-${profile}`);
    await (await app.mainWindow()).getByText('Removed by Acme GmbH').waitFor();
  });

  async function removeInApp(): Promise<Page> {
    const window = await app.mainWindow();
    await window.getByRole('button', { name: /^Options for Acme GmbH/ }).click();
    await window.getByRole('menuitem', { name: 'Remove' }).click();
    await window.getByRole('alertdialog').getByRole('button', { name: 'Remove account' }).click();
    return window;
  }

  async function accountsAtVerifier(): Promise<{ id: string }[]> {
    const { body } = await world.current.organisation.api('GET', '/v1/accounts?subscriber=anna');
    return body as { id: string }[];
  }
});
