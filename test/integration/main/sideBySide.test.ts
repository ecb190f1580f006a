import { afterAll, describe, expect, it } from 'vitest';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes } from '../../harness/app/profileContents.ts';

await sessionForThisFile();
const acme = await Organisation.start();
const bravo = await Organisation.start({ organisation: { name: 'Bravo AG', colour: '#123456' } });
afterAll(async () => {
  await acme.dispose();
  await bravo.dispose();
});

describe('two profiles side by side', () => {
  it('have vaults, keys and accounts of their own', async () => {
    const [work, home] = [await freshComputer(), await freshComputer()];
    const [atWork, atHome] = [await acme.pairedApp(work), await acme.pairedApp(home)];
    expect(atWork.account().id).not.toBe(atHome.account().id);
    expect(atWork.account().passcode?.current).not.toBe(atHome.account().passcode?.current);
    await atHome.close();
    const before = allBytes(home.folder);
    await atWork.ask('accounts:remove', { id: atWork.account().id });
    expect(atWork.view().accounts).toEqual([]);
    await atWork.close();
    expect(allBytes(home.folder)).toBe(before);
    const again = await home.launch();
    await again.online();
    expect(again.account().state).toBe('active');
  });

  it('keep settings of their own', async () => {
    const [work, home] = [await (await freshComputer()).launch(), await (await freshComputer()).launch()];
    await work.ask('settings:change', { theme: 'dark', clearClipboardSeconds: 10 });
    expect(work.view().settings).toMatchObject({ theme: 'dark', clearClipboardSeconds: 10 });
    expect(home.view().settings).toMatchObject({ theme: 'system', clearClipboardSeconds: 30 });
    expect((await work.restart()).view().settings.theme).toBe('dark');
  });
});

describe('two organisations in one profile', () => {
  it('ask and are answered apart from each other', async () => {
    const app = await acme.pairedApp(await freshComputer());
    await bravo.pair(app);
    expect(app.view().accounts.map(({ organisation }) => organisation.name)).toEqual(['Acme GmbH', 'Bravo AG']);
    await app.online();
    const [atAcme, atBravo] = [await acme.signIn(), await bravo.signIn()];
    const requests = await app.until('both requests', () => (app.requests('open').length === 2 ? app.requests('open') : undefined));
    const [forAcme, forBravo] = ['Acme GmbH', 'Bravo AG'].map((name) => requests.find(({ organisation }) => organisation.name === name));
    if (forAcme === undefined || forBravo === undefined) throw new Error('a request is missing');
    await app.decide(forAcme, 'approve', atAcme.number);
    await app.decide(forBravo, 'deny');
    expect([await acme.outcome(atAcme), await bravo.outcome(atBravo)]).toEqual(['approved', 'denied']);
    expect([await app.outcomeOf(forAcme), await app.outcomeOf(forBravo)]).toEqual(['approved', 'denied']);
  });

  it('one that is down or gone does not disturb the other', async () => {
    const app = await acme.pairedApp(await freshComputer());
    await bravo.pair(app);
    await bravo.goDown();
    await app.until(
      'Bravo offline',
      ({ verifiers }) => verifiers.find(({ organisation }) => organisation.name === 'Bravo AG')?.connection === 'offline',
    );
    const asked = await acme.signIn();
    const request = await app.openRequest();
    await app.decide(request, 'approve', asked.number);
    expect(await acme.outcome(asked)).toBe('approved');
    await bravo.comeBack();
    const [, second] = app.view().accounts;
    await app.ask('accounts:remove', { id: second?.id ?? '' });
    expect(app.account()).toMatchObject({ organisation: { name: 'Acme GmbH' }, state: 'active' });
    expect((await acme.api.passcode('anna', app.account().passcode?.current ?? '')).valid).toBe(true);
  });

  it('tell the time of their own accounts only', async () => {
    const wrong = await Organisation.start({ organisation: { name: 'Wrong clock', colour: '#000000' } });
    wrong.verifier.clock.advance(3_600_000);
    const app = await acme.pairedApp(await freshComputer());
    await wrong.pair(app);
    const offsets = app
      .view()
      .verifiers.map(({ organisation, clockOffsetMs = 0 }) => [organisation.name, Math.round(clockOffsetMs / 60_000) + 0]);
    expect(Object.fromEntries(offsets)).toEqual({ 'Acme GmbH': 0, 'Wrong clock': 60 });
    const { accounts, passcodes } = app.view();
    const [first, second] = accounts.map(({ id }) => passcodes[id]?.current ?? '');
    expect((await acme.api.passcode('anna', first ?? '')).valid).toBe(true);
    expect((await wrong.api.passcode('anna', second ?? '')).valid).toBe(true);
    await app.close();
    await wrong.dispose();
  });
});
