import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { formatPairingLink, parsePairingLink } from '../../../src/protocol/pairingLink.ts';
import { freePort } from '../../harness/verifier/freePort.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { opened } from '../../harness/app/profileContents.ts';
import { webServer } from '../../unit/main/support/webServer.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

const JKT = organisation.verifier.jkt;
const KEY = 'K7QF9M2X4T8WZ3C6BHRYN5PD0V';
const linkTo = (issuer: string, change: { key?: string; jkt?: string } = {}): string => formatPairingLink({ issuer, key: KEY, ...change });

/** Nothing was paired, and nothing of the try is left. */
async function expectNothingLeft(app: AppCore): Promise<void> {
  expect(app.view().accounts).toEqual([]);
  for (const type of ['account', 'pairing', 'verifier'] as const) expect(await opened(app.computer, type)).toEqual([]);
}

describe('what a person types, pastes or clicks', () => {
  it.each([
    'hello',
    '',
    'https://verify.example.com/pair',
    'deskfob://pair',
    `deskfob://pair?issuer=${encodeURIComponent(organisation.issuer)}&key=SHORT`,
    `deskfob://pair?issuer=javascript:alert(1)&key=${KEY}`,
    `${linkTo(organisation.issuer)}&extra=1`,
    `${linkTo(organisation.issuer)}&jkt=short`,
    `deskfob://other?issuer=https%3A%2F%2Fverify.example.com&key=${KEY}`,
    'x'.repeat(4096),
  ])('is no link: %s', async (link) => {
    const app = await (await freshComputer()).launch();
    expect(await app.ask('pairing:openLink', { link })).toEqual({ ok: false, error: 'link-malformed' });
    expect(app.pairing()).toEqual({ step: 'none' });
  });

  it('is longer than anything a page may send', async () => {
    const app = await (await freshComputer()).launch();
    expect(await app.ask('pairing:openLink', { link: 'x'.repeat(4097) })).toEqual({ ok: false, error: 'bad-arguments' });
  });

  it('is a broken link that was clicked: the person is told', async () => {
    const app = await (await freshComputer()).launch();
    app.clickLink('deskfob://pair?issuer=nonsense');
    expect(app.pairing()).toEqual({ step: 'failed', host: '', error: 'link-malformed', retry: false });
  });

  it.each([
    'anna',
    'anna@',
    '@verify.example.com',
    'anna@verify.example.com/path',
    'änna@verify.example.com',
    'anna@vеrify.example.com',
    'anna@@b',
  ])('is no sign-in name: %s', async (signInName) => {
    const app = await (await freshComputer()).launch();
    expect(await app.ask('pairing:openName', { signInName, key: 'K7QF-9M2X-4T8W' })).toEqual({ ok: false, error: 'name-malformed' });
    expect(app.pairing()).toEqual({ step: 'none' });
  });

  it.each(['', 'K7QF-9M2X', 'K7QF-9M2X-4T8W-1', 'K7QF-9M2X-4T8U', 'K7QF_9M2X_4T8W'])('is no key: %s', async (key) => {
    const app = await (await freshComputer()).launch();
    expect(await app.ask('pairing:openName', { signInName: 'anna@verify.example.com', key })).toEqual({
      ok: false,
      error: 'key-malformed',
    });
  });

  it('leads to a verifier without encryption: refused without the development flag, before anything is sent', async () => {
    const asked: string[] = [];
    const origin = await webServer((request, reply) => {
      asked.push(request.url ?? '');
      reply.end();
    });
    const app = await (await freshComputer()).launch({ development: false });
    expect(await app.ask('pairing:openLink', { link: linkTo(origin) })).toEqual({ ok: false, error: 'insecure-verifier' });
    expect(await app.ask('pairing:openLink', { link: linkTo('http://localhost:1234') })).toEqual({ ok: false, error: 'insecure-verifier' });
    app.clickLink(linkTo(origin));
    expect(app.pairing()).toMatchObject({ step: 'failed', error: 'insecure-verifier', retry: false });
    expect(await app.pairByName(`anna@${new URL(origin).host}`, 'K7QF-9M2X-4T8W')).toMatchObject({
      step: 'failed',
      error: 'insecure-verifier',
      retry: false,
    });
    expect(asked).toEqual([]);
  });

  it('names a host that delegates to an issuer without encryption on another computer', async () => {
    const origin = await webServer((_, reply) => void reply.end('{"v":1,"issuer":"http://verify.example.com"}'));
    const app = await (await freshComputer()).launch();
    expect(await app.pairByName(`anna@${new URL(origin).host}`, 'K7QF-9M2X-4T8W')).toMatchObject({
      step: 'failed',
      error: 'verifier-not-found',
    });
    await expectNothingLeft(app);
  });

  it('is confirmed although nothing was asked', async () => {
    const app = await (await freshComputer()).launch();
    expect(await app.ask('pairing:confirm', undefined)).toEqual({ ok: false, error: 'pairing-nothing-pending' });
  });
});

describe('a pairing key', () => {
  it('that is wrong is refused', async () => {
    const app = await (await freshComputer()).launch();
    expect(await app.pairByLink(linkTo(organisation.issuer, { jkt: JKT }))).toEqual({
      step: 'failed',
      host: new URL(organisation.issuer).host,
      error: 'pairing-refused',
      retry: false,
    });
    await expectNothingLeft(app);
  });

  it('that another device has used is refused', async () => {
    const page = await organisation.pairingPage();
    expect((await (await (await freshComputer()).launch()).pairByLink(page.link)).step).toBe('paired');
    const app = await (await freshComputer()).launch();
    expect(await app.pairByLink(page.link)).toMatchObject({ step: 'failed', error: 'pairing-refused', retry: false });
    await expectNothingLeft(app);
  });

  it('that is typed with the name of somebody else is refused', async () => {
    await organisation.api.call('POST', '/v1/subscribers', { name: 'ben', displayName: 'Ben Kurz' });
    const page = await organisation.pairingPage();
    const app = await (await freshComputer()).launch();
    expect(await app.pairByName(page.signInName.replace('anna', 'ben'), page.typedKey)).toMatchObject({
      step: 'failed',
      error: 'pairing-refused',
    });
    expect((await organisation.api.pairing(page.id)).state).toBe('unused');
    await expectNothingLeft(app);
  });

  it('tried too often from this network may be tried later', async () => {
    const rate = { burst: 1, perMs: 60_000 };
    const strict = await Organisation.start({ pairingRates: { perAddress: rate, perName: rate, total: { burst: 100, perMs: 600_000 } } });
    onTestFinished(async () => await strict.dispose());
    const app = await (await freshComputer()).launch();
    expect(await app.pairByLink(linkTo(strict.issuer, { jkt: strict.verifier.jkt }))).toMatchObject({
      step: 'failed',
      error: 'pairing-refused',
    });
    const page = await strict.pairingPage();
    expect(await app.pairByLink(page.link)).toMatchObject({ step: 'failed', error: 'pairing-throttled', retry: true });
    strict.verifier.clock.advance(61_000);
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
  });
});

describe('the way to the verifier', () => {
  it('is closed: nobody listens; once it is back the same key works', async () => {
    const page = await organisation.pairingPage();
    await organisation.goDown();
    const app = await (await freshComputer()).launch();
    expect(await app.pairByLink(page.link)).toEqual({
      step: 'failed',
      host: new URL(organisation.issuer).host,
      error: 'verifier-unreachable',
      retry: true,
    });
    await expectNothingLeft(app);
    await organisation.comeBack();
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
  });

  it('leads to a port where nobody is, for a typed name', async () => {
    const app = await (await freshComputer()).launch();
    expect(await app.pairByName(`anna@127.0.0.1:${await freePort()}`, 'K7QF-9M2X-4T8W')).toMatchObject({
      step: 'failed',
      error: 'verifier-unreachable',
      retry: true,
    });
  });

  it('leads to somebody who takes the call and never answers', async () => {
    const { promise: called, resolve } = Promise.withResolvers<void>();
    const origin = await webServer(() => resolve());
    const app = await (await freshComputer()).launch();
    await app.ask('pairing:openLink', { link: linkTo(origin) });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const confirmed = app.ask('pairing:confirm', undefined);
    await called;
    expect(app.pairing()).toEqual({ step: 'contacting', host: new URL(origin).host });
    vi.advanceTimersByTime(15_000);
    await confirmed;
    vi.useRealTimers();
    expect(app.pairing()).toMatchObject({ step: 'failed', error: 'verifier-slow', retry: true });
    await expectNothingLeft(app);
  });

  it.each([
    ['404', 404, 'Not found', 'verifier-not-found'],
    ['a redirect', 302, '', 'verifier-not-found'],
    ['a page', 200, '<!doctype html><title>Welcome</title>', 'verifier-invalid'],
    ['something unsigned', 200, '{"v":1}', 'verifier-invalid'],
    ['an error of its own', 502, 'Bad gateway', 'verifier-unreachable'],
    ['more than a verifier ever says', 200, 'x'.repeat(70_000), 'verifier-invalid'],
  ])('leads to a host that answers %s', async (_, status, body, error) => {
    const origin = await webServer((_, reply) => void reply.writeHead(status, { location: 'https://verify.example.com/' }).end(body));
    const app = await (await freshComputer()).launch();
    expect(await app.pairByLink(linkTo(origin))).toMatchObject({ step: 'failed', host: new URL(origin).host, error });
    await expectNothingLeft(app);
  });

  it.each([
    ['a page', 200, '<!doctype html>'],
    ['a broken delegation', 200, '{"v":1,"issuer":"ftp://verify.example.com"}'],
    ['an error', 500, ''],
  ])('leads, by a typed name, to a host that answers %s', async (_, status, body) => {
    const origin = await webServer((_, reply) => void reply.writeHead(status).end(body));
    const app = await (await freshComputer()).launch();
    expect(await app.pairByName(`anna@${new URL(origin).host}`, 'K7QF-9M2X-4T8W')).toMatchObject({
      step: 'failed',
      error: 'verifier-not-found',
    });
    await expectNothingLeft(app);
  });

  it('leads to a verifier with another identity than the link names: the key is not sent', async () => {
    const page = await organisation.pairingPage();
    const { key } = parsePairingLink(page.link);
    const app = await (await freshComputer()).launch();
    const jkt = JKT.startsWith('A') ? `B${JKT.slice(1)}` : `A${JKT.slice(1)}`;
    expect(await app.pairByLink(linkTo(organisation.issuer, { key, jkt }))).toMatchObject({
      step: 'failed',
      error: 'thumbprint-mismatch',
      retry: false,
    });
    expect((await organisation.api.pairing(page.id)).state).toBe('unused');
    await expectNothingLeft(app);
  });

  it('leads to somebody who repeats the metadata of the true verifier', async () => {
    const metadata = await (await fetch(`${organisation.issuer}/.well-known/deskfob`)).text();
    const origin = await webServer((_, reply) => void reply.end(metadata));
    const app = await (await freshComputer()).launch();
    expect(await app.pairByLink(linkTo(origin))).toMatchObject({ step: 'failed', error: 'verifier-invalid' });
    await expectNothingLeft(app);
  });
});

// Last in this file, because it puts the verifier's clock forward.
describe('a pairing key that is too old', () => {
  it('is refused', async () => {
    const page = await organisation.pairingPage();
    organisation.verifier.clock.advance(601_000);
    const app = await (await freshComputer()).launch();
    expect(await app.pairByLink(page.link)).toMatchObject({ step: 'failed', error: 'pairing-refused', retry: false });
    expect(await app.pairByName(page.signInName, page.typedKey)).toMatchObject({ step: 'failed', error: 'pairing-refused', retry: false });
    await expectNothingLeft(app);
  });
});
