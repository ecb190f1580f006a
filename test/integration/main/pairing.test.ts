import { afterAll, describe, expect, it } from 'vitest';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes, opened, secretsOf } from '../../harness/app/profileContents.ts';
import { webServer } from '../../unit/main/support/webServer.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

describe('pairing by link', () => {
  it('asks about the host first, sends nothing before, and the account then waits', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.ask('pairing:openLink', { link: ` ${page.link}\n` });
    expect(app.pairing()).toEqual({
      step: 'confirm',
      host: new URL(organisation.issuer).host,
      pinned: true,
      fingerprint: organisation.verifier.jkt,
      insecure: true,
      already: [],
    });
    expect((await organisation.api.pairing(page.id)).state).toBe('unused');

    expect(await app.ask('pairing:confirm', undefined)).toEqual({ ok: true, value: undefined });
    expect(app.pairing()).toMatchObject({
      step: 'paired',
      displayName: 'Anna Weber',
      organisation: { name: 'Acme GmbH', colour: '#0b6b5d', support: 'help@acme.example' },
      replaced: [],
    });
    expect(app.account()).toMatchObject({ state: 'waiting', displayName: 'Anna Weber', signInName: page.signInName });
    expect(app.account().passcode?.current).toMatch(/^\d{6}$/);
    expect((await organisation.api.pairing(page.id)).device).toMatchObject({ name: "Anna's computer", platform: 'linux' });
  });

  it('is confirmed by the six digits of the page', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    const request = await app.openRequest();
    expect(request).toMatchObject({ kind: 'pairing', match: { type: 'entry', digits: 6 }, application: 'Acme GmbH' });
    expect(await app.decide(request, 'approve', await organisation.pairingNumber(page))).toEqual({ ok: true, value: undefined });
    expect(await app.outcomeOf(request)).toBe('approved');
    await app.until('an active account', () => app.account().state === 'active');
    expect((await organisation.api.pairing(page.id)).state).toBe('active');
    expect(app.view().activity.map(({ type }) => type)).toEqual(expect.arrayContaining(['paired', 'request', 'activated']));
  });

  it('is confirmed by the passcode typed into the page; the open request then ends', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    const request = await app.openRequest();
    expect(await organisation.typePasscode(page, '000000')).toBe('refused');
    expect(await organisation.typePasscode(page, app.account().passcode?.current ?? '')).toBe('active');
    await app.until('an active account', () => app.account().state === 'active');
    expect(await app.outcomeOf(request)).toBe('elsewhere');
    expect(app.requests('open')).toEqual([]);
  });

  it('a clicked link opens the question and no more', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    app.clickLink(page.link);
    expect(app.pairing().step).toBe('confirm');
    await app.ask('pairing:cancel', undefined);
    expect(app.pairing()).toEqual({ step: 'none' });
    expect((await organisation.api.pairing(page.id)).state).toBe('unused');
  });

  it('a wrong number settles the question; asked again with a new number it can still be confirmed', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    const first = await app.openRequest();
    const number = await organisation.pairingNumber(page);
    await app.decide(first, 'approve', number === '123456' ? '654321' : '123456');
    expect(await app.outcomeOf(first)).toBe('mismatch');
    expect(app.account().state).toBe('waiting');
    await organisation.api.call('POST', `/v1/pairing-keys/${page.id}/request`);
    const second = await app.openRequest();
    expect(second.id).not.toBe(first.id);
    await app.decide(second, 'approve', (await organisation.api.pairing(page.id)).number);
    await app.until('an active account', () => app.account().state === 'active');
  });
});

describe('pairing by sign-in name and typed key', () => {
  it('shows the fingerprint that was found, and pairs after it was confirmed', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.ask('pairing:openName', { signInName: ` ${page.signInName.toUpperCase()} `, key: page.typedKey.toLowerCase() });
    expect(app.pairing()).toEqual({
      step: 'confirm',
      host: new URL(organisation.issuer).host,
      signInName: page.signInName,
      pinned: false,
      insecure: false,
      already: [],
    });
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing()).toMatchObject({
      step: 'fingerprint',
      fingerprint: organisation.verifier.jkt,
      organisation: { name: 'Acme GmbH' },
    });
    expect((await organisation.api.pairing(page.id)).state).toBe('unused');
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
    expect(await organisation.typePasscode(page, app.account().passcode?.current ?? '')).toBe('active');
    await app.until('an active account', () => app.account().state === 'active');
  });

  it('follows the host that names another issuer', async () => {
    const origin = await webServer(
      (request, reply) =>
        void reply.end(request.url === '/.well-known/deskfob-issuer' ? JSON.stringify({ v: 1, issuer: organisation.issuer }) : ''),
    );
    const { host } = new URL(origin);
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    expect((await app.pairByName(`anna@${host}`, page.typedKey)).step).toBe('paired');
    expect(app.view().verifiers.map(({ issuer }) => issuer)).toEqual([organisation.issuer]);
    expect(app.account().signInName).toBe(page.signInName);
  });
});

describe('an account that nobody confirms', () => {
  it('is unconfirmed after ten minutes, and none of its secrets is left in the profile', async () => {
    const computer = await freshComputer();
    const app = await computer.launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    await app.online();
    const { sealed, deviceKey, seed } = await secretsOf(computer);
    expect(allBytes(computer.folder)).toContain(sealed);

    organisation.verifier.clock.advance(601_000);
    await organisation.verifier.sweep();
    await app.until('unconfirmed', () => app.account().state === 'unconfirmed');
    expect(app.account()).not.toHaveProperty('passcode');
    expect(await app.ask('passcodes:copy', { id: app.account().id })).toEqual({ ok: false, error: 'account-not-active' });
    await app.close();

    expect(allBytes(computer.folder)).not.toContain(sealed);
    const everything = JSON.stringify([
      await opened(computer, 'account'),
      await opened(computer, 'pairing'),
      await opened(computer, 'removal'),
      await opened(computer, 'verifier'),
    ]);
    expect(everything).toContain('unconfirmed');
    expect(everything).not.toContain(deviceKey);
    expect(everything).not.toContain(seed);
    const again = await computer.launch();
    expect(again.account().state).toBe('unconfirmed');
  });
});
