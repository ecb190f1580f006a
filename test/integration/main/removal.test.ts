import { afterAll, describe, expect, it } from 'vitest';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes, opened, secretsOf, type Secrets } from '../../harness/app/profileContents.ts';
import { databaseOf } from '../../harness/postgres/testDatabase.ts';
import { bookOf } from '../../harness/verifier/bookOf.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

/** No file of the profile holds the account's secrets any more, sealed or not. */
async function expectForgotten(computer: Computer, { sealed, deviceKey, seed }: Secrets): Promise<void> {
  expect(allBytes(computer.folder)).not.toContain(sealed);
  for (const type of ['account', 'pairing', 'removal', 'verifier'] as const) {
    const plain = JSON.stringify(await opened(computer, type));
    expect(plain).not.toContain(deviceKey);
    expect(plain).not.toContain(seed);
  }
}

describe('an account removed in the app', () => {
  it('is gone at both ends at once', async () => {
    const computer = await freshComputer();
    const before = await organisation.accountIds();
    const app = await organisation.pairedApp(computer);
    const secrets = await secretsOf(computer);
    expect(await app.ask('accounts:remove', { id: app.account().id })).toEqual({ ok: true, value: undefined });
    expect(app.view()).toMatchObject({ accounts: [], verifiers: [] });
    await expect.poll(async () => await organisation.accountIds()).toEqual(before);
    await expect.poll(async () => await opened(computer, 'removal')).toEqual([]);
    await expectForgotten(computer, secrets);
    expect(app.view().activity[0]).toMatchObject({ type: 'removed', organisation: 'Acme GmbH', subscriber: 'Anna Weber' });

    const again = await app.restart();
    expect(again.view().accounts).toEqual([]);
    expect(await opened(computer, 'verifier')).toEqual([]);
  });

  it('without the verifier is forgotten here at once, and there as soon as it is back', async () => {
    const computer = await freshComputer();
    const before = await organisation.accountIds();
    const app = await organisation.pairedApp(computer);
    const secrets = await secretsOf(computer);
    await organisation.goDown();
    expect(await app.ask('accounts:remove', { id: app.account().id })).toEqual({ ok: true, value: undefined });
    expect(app.view().accounts).toEqual([]);
    await expectForgotten(computer, secrets);
    expect(await opened(computer, 'removal')).toHaveLength(1);
    // Read while the verifier is down: as soon as it is back, the app may have told it.
    const { dataFolder } = organisation.verifier;
    const database = await databaseOf(dataFolder);
    const book = await bookOf({ dataFolder, ...(database !== undefined && { database }) });
    expect(book.accounts).toHaveLength(before.length + 1);

    await organisation.comeBack();
    await app.wake();
    await expect.poll(async () => await organisation.accountIds()).toEqual(before);
    await expect.poll(async () => await opened(computer, 'removal')).toEqual([]);
  });

  it('is still told to the verifier after the app was started again', async () => {
    const computer = await freshComputer();
    const before = await organisation.accountIds();
    const app = await organisation.pairedApp(computer);
    await organisation.goDown();
    await app.ask('accounts:remove', { id: app.account().id });
    await app.close();
    const offline = await computer.launch();
    expect(offline.view().accounts).toEqual([]);
    await offline.close();
    await organisation.comeBack();
    await computer.launch();
    await expect.poll(async () => await organisation.accountIds()).toEqual(before);
    await expect.poll(async () => await opened(computer, 'removal')).toEqual([]);
  });

  it('stays removed when the app is killed in the middle of it', async () => {
    const computer = await freshComputer();
    const before = await organisation.accountIds();
    const app = await organisation.pairedApp(computer);
    const secrets = await secretsOf(computer);
    app.dieAt('vault:after-write');
    await app.ask('accounts:remove', { id: app.account().id });
    await app.died;
    const again = await computer.launch();
    expect(again.view().accounts).toEqual([]);
    await expectForgotten(computer, secrets);
    await expect.poll(async () => await organisation.accountIds()).toEqual(before);
  });

  it('at the moment its request arrives leaves no request behind', async () => {
    for (let times = 0; times < 5; times += 1) {
      const app = await (await freshComputer()).launch();
      await app.pairByLink((await organisation.pairingPage()).link);
      await app.ask('accounts:remove', { id: app.account().id });
      await organisation.pair(app);
      expect(app.requests('open')).toEqual([]);
      await app.ask('accounts:remove', { id: app.account().id });
    }
  });

  it.each(['request:journalled', 'vault:after-write', 'vault:after-delete'] as const)(
    'and killed at %s leaves no request behind either',
    async (point) => {
      const before = await organisation.pairedApp(await freshComputer());
      const asked = await organisation.signIn();
      await before.openRequest();
      before.dieAt(point);
      const other = point === 'request:journalled' ? await organisation.signIn() : undefined;
      await before.ask('accounts:remove', { id: before.account().id });
      await before.died;
      const app = await before.computer.launch();
      if (app.view().accounts.length > 0) await app.ask('accounts:remove', { id: app.account().id });
      expect(app.view().accounts).toEqual([]);
      expect(app.requests('open')).toEqual([]);
      for (const each of [asked, other]) if (each !== undefined) await organisation.withdraw(each);
    },
  );

  it('takes its open requests along', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.ask('accounts:remove', { id: app.account().id });
    expect(app.requests('open')).toEqual([]);
    expect(app.ends).toContain(request.id);
    expect(await app.outcomeOf(request)).toBe('cancelled');
    await organisation.withdraw(asked);
  });

  it('that is unknown changes nothing', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    expect(await app.ask('accounts:remove', { id: 'nobody' })).toEqual({ ok: false, error: 'account-unknown' });
    expect(app.account().state).toBe('active');
  });
});

describe('an account removed at the verifier', () => {
  /** An app that is paired, and the verifier's id of its account. */
  async function paired(computer: Computer): Promise<[Awaited<ReturnType<typeof computer.launch>>, string]> {
    const before = new Set(await organisation.accountIds());
    const app = await organisation.pairedApp(computer);
    const id = (await organisation.accountIds()).find((candidate) => !before.has(candidate));
    return [app, id ?? ''];
  }

  it('loses its secrets in the app at once; name and date stay, and the person is told', async () => {
    const computer = await freshComputer();
    const [app, id] = await paired(computer);
    const secrets = await secretsOf(computer);
    const { pairedAtMs } = app.account();
    await organisation.removeAccount(id);
    await app.until('the removal', () => app.account().state === 'removed');
    expect(app.account()).toMatchObject({ displayName: 'Anna Weber', pairedAtMs, organisation: { name: 'Acme GmbH' } });
    expect(app.account()).not.toHaveProperty('passcode');
    await expect.poll(() => app.view().activity[0]).toMatchObject({ type: 'removed', organisation: 'Acme GmbH' });
    await expectForgotten(computer, secrets);
  });

  it('while the app was off is learnt at the next start', async () => {
    const computer = await freshComputer();
    const [app, id] = await paired(computer);
    const secrets = await secretsOf(computer);
    await app.close();
    await organisation.removeAccount(id);
    const again = await computer.launch();
    await again.until('the removal', () => again.account().state === 'removed');
    await expectForgotten(computer, secrets);
  });

  it.each([
    ['journal:before-write', 1],
    ['journal:after-append', 1],
    ['journal:after-append', 2],
    ['vault:before-rename', 1],
    ['vault:after-rename', 1],
  ] as const)('is removed with its request and told of once, though the app was killed at %s (%i)', async (point, times) => {
    const [before, id] = await paired(await freshComputer());
    const asked = await organisation.signIn();
    const request = await before.openRequest();
    before.dieAt(point, times);
    await organisation.removeAccount(id);
    await before.died;
    const app = await before.computer.launch();
    await app.until('the removal', () => app.account().state === 'removed');
    expect(app.requests('open')).toEqual([]);
    expect(await app.outcomeOf(request)).toBe('cancelled');
    expect(app.view().activity.filter(({ type }) => type === 'removed')).toHaveLength(1);
    await organisation.withdraw(asked);
  });

  it('takes its open request along', async () => {
    const [app, id] = await paired(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await organisation.removeAccount(id);
    await app.until('the removal', () => app.account().state === 'removed');
    expect(await app.outcomeOf(request)).toBe('cancelled');
    expect(app.requests('open')).toEqual([]);
    await organisation.withdraw(asked);
  });

  it('is replaced when the person pairs again, and named', async () => {
    const [app, id] = await paired(await freshComputer());
    const dead = app.account();
    await organisation.removeAccount(id);
    await app.until('the removal', () => app.account().state === 'removed');
    const page = await organisation.pairingPage();
    expect(await app.pairByLink(page.link)).toMatchObject({
      step: 'paired',
      replaced: [{ organisation: 'Acme GmbH', subscriber: 'Anna Weber', pairedAtMs: dead.pairedAtMs }],
    });
    expect(app.account().id).not.toBe(dead.id);
    expect(app.account().state).toBe('waiting');
    const again = await app.restart();
    expect(again.view().accounts).toHaveLength(1);
  });

  it('that is alive is not replaced by pairing again', async () => {
    const [app] = await paired(await freshComputer());
    const page = await organisation.pairingPage();
    expect(await app.pairByLink(page.link)).toMatchObject({ step: 'paired', replaced: [] });
    expect(app.view().accounts.map(({ state }) => state)).toEqual(['active', 'waiting']);
  });
});

describe('the account of a subscriber who left', () => {
  it('is removed, too', async () => {
    const app = await (await freshComputer()).launch();
    await organisation.api.addSubscriber('ben', 'Ben Kurz');
    const { link } = await organisation.api.pairingKey('ben');
    await app.pairByLink(link);
    await app.online();
    await organisation.api.call('DELETE', '/v1/subscribers/ben');
    await app.until('the removal', () => app.account().state === 'removed');
  });
});
