import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../../src/demo/startDemo.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';

/** A browser that keeps its cookie and sends the forms it was given. */
class Visitor {
  readonly #url: string;
  #cookie = '';
  page = '';

  constructor(url: string) {
    this.#url = url;
  }

  async go(path: string): Promise<string> {
    const response = await fetch(this.#url + path, {
      headers: { cookie: this.#cookie, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    });
    const cookie = response.headers.get('set-cookie');
    if (cookie !== null) {
      if (!cookie.endsWith('; HttpOnly; SameSite=Strict; Path=/')) throw new Error('the cookie is not guarded');
      this.#cookie = cookie.split(';')[0] ?? '';
    }
    if (response.headers.get('content-security-policy')?.includes("default-src 'none'") !== true) throw new Error('the policy is missing');
    this.page = await response.text();
    return this.page;
  }

  async send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<{ status: number; to: string }> {
    const token = /name="token" value="([^"]+)"/.exec(this.page)?.[1] ?? '';
    const response = await fetch(this.#url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.#cookie, ...headers },
      body: new URLSearchParams({ token, ...fields }),
    });
    return { status: response.status, to: response.headers.get('location') ?? '' };
  }

  text(testId: string): string {
    const element = new RegExp(`data-testid="${testId}"[^>]*>(.*?)</(?:a|dd|p|h1)>`, 's').exec(this.page)?.[1] ?? '';
    return element.replace(/<[^>]+>/g, '').replaceAll('&amp;', '&');
  }
}

describe('the demo organisation', () => {
  let verifier: TestVerifier;
  let demo: RunningDemo;
  beforeAll(async () => {
    verifier = await startTestVerifier();
    demo = await startDemo({ verifierUrl: verifier.issuer, apiKey: verifier.adminKey, port: 0 });
  });
  afterAll(async () => {
    await demo.close();
    await verifier.dispose();
  });

  it('pairs, signs in with the app and with a passcode', async () => {
    const visitor = new Visitor(demo.url);
    await visitor.go('/pair');
    expect(visitor.text('pair-state')).toBe('Waiting for your computer');
    expect(visitor.text('pair-name')).toBe(`anna@${new URL(verifier.issuer).host}`);
    expect(visitor.text('pair-key')).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    const device = await TestDevice.paired(visitor.text('pair-link'));
    expect(await visitor.go('/pair/changed?since=unused')).toBe('{"changed":true}');
    await visitor.go('/pair');
    expect(visitor.text('pair-device')).toBe('Anna&#39;s computer');
    const socket = await DeviceSocket.attached(device);
    const pairing = await socket.nextRequest(device);
    expect(pairing.request.origin).toMatchObject({ address: '127.0.0.1', client: 'Firefox on Linux' });
    expect(await visitor.send('/pair/passcode', { passcode: '000 000' })).toEqual({ status: 303, to: '/pair' });
    await visitor.go('/pair');
    expect(visitor.text('notice')).toContain('not right');
    socket.send({ type: 'answer', answer: await device.answer(pairing.jws, 'approve', visitor.text('pair-number')) });
    expect(await visitor.go('/pair/changed?since=waiting:open')).toBe('{"changed":true}');
    await visitor.go('/pair');
    expect(visitor.text('pair-state')).toBe('Paired');

    await visitor.go('/');
    const { to } = await visitor.send('/sign-in', { application: 'acme-vpn', place: 'lagos' });
    await visitor.go(to);
    const { jws, request } = await socket.nextRequest(device);
    expect(request).toMatchObject({ application: { name: 'Acme VPN' }, origin: { address: '105.124.26.132' }, proximity: 'unknown' });
    socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', visitor.text('sign-in-number')) });
    expect(await visitor.go(`${to}/changed?status=open&received=true`)).toBe('{"changed":true}');
    await visitor.go(to);
    expect(visitor.text('sign-in-state')).toBe('Signed in');
    await visitor.go('/');
    expect((await visitor.send('/passcode', { passcode: device.passcodeAt(verifier.clock.nowMs()) })).to).toBe('/signed-in');
    await visitor.go('/');
    const cancelled = await visitor.send('/sign-in', { application: 'acme-printer', place: 'here' });
    await visitor.go(cancelled.to);
    await visitor.send(`${cancelled.to}/cancel`, {});
    await visitor.go(cancelled.to);
    expect(visitor.text('sign-in-state')).toBe('Cancelled');
    socket.close();
  });

  it('takes forms from its own pages alone, and shows a sign-in to the browser that asked', async () => {
    const visitor = new Visitor(demo.url);
    await visitor.go('/');
    expect((await visitor.send('/sign-in', { application: 'acme-vpn', place: 'here', token: 'x' })).status).toBe(403);
    expect((await visitor.send('/sign-in', { application: 'acme-vpn', place: 'here' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    );
    expect((await visitor.send('/sign-in', { application: 'other', place: 'here' })).to).toBe('/');
    const asked = await visitor.send('/sign-in', { application: 'acme-vpn', place: 'here' });
    expect(asked.to).toMatch(/^\/sign-in\/.+/);
    const other = new Visitor(demo.url);
    await other.go(asked.to);
    expect(other.page).not.toContain('sign-in-number');
  });

  it('starts again on what is there, with its script as one self-contained function', async () => {
    const again = await startDemo({ verifierUrl: verifier.issuer, apiKey: verifier.adminKey, port: 0 });
    const script = await (await fetch(`${again.url}/demo.js`)).text();
    expect(() => new Script(script)).not.toThrow();
    await again.close();
  });
});
