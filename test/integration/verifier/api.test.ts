import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delegationSchema, verifyMetadata } from '../../../src/protocol/messages/metadata.ts';
import { openApiDocument } from '../../../src/verifier/http/openApi.ts';
import type { Api } from '../../harness/verifier/Api.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../../harness/verifier/TestDevice.ts';

const STEP_MS = 30_000;

describe('the HTTP API', () => {
  let verifier: TestVerifier;
  let api: Api;
  let device: TestDevice;
  let relying: Api;

  beforeAll(async () => {
    verifier = await startTestVerifier();
    ({ api } = verifier);
    device = await pairActive(api, verifier.clock.nowMs());
    await api.setApplication('vpn', { name: 'VPN' });
    relying = api.as((await api.call<{ key: string }>('POST', '/v1/api-keys', { name: 'wiki', scope: 'relying' })).body.key);
  });
  afterAll(async () => await verifier.dispose());

  const cancel = async (id: string): Promise<void> => void (await api.call('POST', `/v1/transactions/${id}/cancel`));

  it('publishes signed metadata whose bytes and seq stay until the content changes', async () => {
    const fetchMetadata = async (): Promise<string> => await (await fetch(`${verifier.issuer}/.well-known/deskfob`)).text();
    const jws = await fetchMetadata();
    const { metadata, jkt } = await verifyMetadata(jws, { issuer: verifier.issuer, jkt: verifier.jkt });
    expect(metadata).toMatchObject({
      seq: 1,
      versions: [1],
      organisation: { name: 'Acme GmbH', colour: '#0b6b5d', support: 'help@acme.example' },
    });
    expect(jkt).toBe(verifier.jkt);
    expect(delegationSchema.parse(await (await fetch(`${verifier.issuer}/.well-known/deskfob-issuer`)).json()).issuer).toBe(
      verifier.issuer,
    );
    verifier = await verifier.restart();
    expect(await fetchMetadata()).toBe(jws);
  });

  it('tells browsers with every reply to run and frame nothing of it', async () => {
    const broken = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } };
    const asked: [string, RequestInit, number][] = [
      ['/healthz', {}, 200],
      ['/nowhere', {}, 404],
      ['/v1/accounts', {}, 401],
      ['/v1/transactions', broken, 400],
    ];
    for (const [path, init, status] of asked) {
      const reply = await fetch(`${verifier.issuer}${path}`, init);
      expect(reply.status).toBe(status);
      expect(reply.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('knows its callers, and what each may do', async () => {
    expect(await api.as(undefined).call('GET', '/v1/accounts')).toMatchObject({ status: 401, body: { error: 'unauthorised' } });
    expect(await api.as('dfk_wrong').call('GET', '/v1/accounts')).toMatchObject({ status: 401 });
    for (const [method, path] of [
      ['GET', '/v1/accounts'],
      ['POST', '/v1/api-keys'],
      ['GET', '/v1/subscribers'],
      ['DELETE', `/v1/accounts/${device.accountId}`],
    ] as const) {
      const body = method === 'POST' ? { name: 'x', scope: 'admin' } : undefined;
      expect(await relying.call(method, path, body), path).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    }
    expect(await relying.call('POST', '/v1/passcodes/check', { subscriber: 'anna', passcode: '000000' })).toMatchObject({ status: 200 });
    expect((await api.call('POST', '/v1/api-keys', { name: 'wiki', scope: 'admin' })).body.error).toBe('exists');
  });

  it('refuses what it does not expect, by code and without repeating it', async () => {
    const wrong: [string, string, unknown][] = [
      ['POST', '/v1/subscribers', { name: 'Not A Name', displayName: 'x' }],
      ['POST', '/v1/subscribers', { name: 'x', displayName: 'a\u202Eb' }],
      ['POST', '/v1/subscribers', { name: 'x', displayName: 'x', hunter2: true }],
      ['POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn', origin: { address: 'hunter2' } }],
      ['POST', '/v1/passcodes/check', { subscriber: 'anna', passcode: 'hunter2' }],
      ['PUT', '/v1/applications/x', { name: 'x', lifetimeSeconds: 301 }],
      ['GET', '/v1/transactions/x?wait=hunter2', undefined],
      ['DELETE', '/v1/accounts/hunter2%00', undefined],
    ];
    for (const [method, path, body] of wrong) {
      const reply = await api.call(method, path, body);
      expect(reply, path).toMatchObject({ status: 400, body: { error: 'malformed' } });
      expect(JSON.stringify(reply)).not.toContain('hunter2');
    }
    const broken = await fetch(`${api.url}/v1/subscribers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${verifier.adminKey}`, 'content-type': 'application/json' },
      body: '{"hunter2',
    });
    expect(await broken.json()).toEqual({ error: 'malformed', message: 'The request was not understood.' });
    expect(await api.call('GET', '/nowhere')).toMatchObject({ status: 404, body: { error: 'not-found' } });
    expect(await api.call('POST', '/v1/subscribers', { name: 'x', displayName: 'x'.repeat(70_000) })).toMatchObject({
      status: 413,
      body: { error: 'too-large' },
    });
    expect(await api.call('POST', '/v1/subscribers', { name: 'anna', displayName: 'x' })).toMatchObject({
      status: 409,
      body: { error: 'exists' },
    });
  });

  it('tells an outcome only to the client that asked', async () => {
    const created = await relying.ask({ subscriber: 'anna', application: 'vpn' });
    expect((await relying.transaction(created.id)).status).toBe('open');
    expect((await api.call('GET', `/v1/transactions/${created.id}`)).status).toBe(404);
    expect((await api.call('POST', `/v1/transactions/${created.id}/cancel`)).status).toBe(404);
    expect((await relying.call('POST', `/v1/transactions/${created.id}/cancel`)).status).toBe(200);
  });

  it('holds a long poll until there is an outcome, and not longer than asked', async () => {
    const created = await api.ask({ subscriber: 'anna', application: 'vpn' });
    expect((await api.transaction(created.id, '?wait=1')).status).toBe('open');
    const waiting = api.transaction(created.id, '?wait=30');
    await cancel(created.id);
    expect((await waiting).status).toBe('cancelled');
  });

  it('asks at most three things at once of one subscriber', async () => {
    const open = await Promise.all(
      [1, 2, 3, 4, 5].map(
        async () => await api.call<{ id: string; error?: string }>('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' }),
      ),
    );
    expect(open.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 429, 429]);
    expect(open.find((reply) => reply.status === 429)?.body.error).toBe('too-many-open');
    expect(await api.passcode('anna', '000000')).toEqual({ valid: false });
    for (const reply of open) if (reply.status === 201) await cancel(reply.body.id);
  });

  it('makes one transaction for one idempotency key', async () => {
    const body = { subscriber: 'anna', application: 'vpn', origin: { address: '203.0.113.9' } };
    const headers = { 'idempotency-key': 'once' };
    const both = await Promise.all([1, 2].map(async () => await api.call<{ id: string }>('POST', '/v1/transactions', body, headers)));
    expect(both[0]).toEqual(both[1]);
    expect(await api.call('POST', '/v1/transactions', { ...body, message: 'other' }, headers)).toMatchObject({
      status: 409,
      body: { error: 'conflict' },
    });
    expect((await relying.call<{ id: string }>('POST', '/v1/transactions', body, headers)).body.id).not.toBe(both[0]?.body.id);
    await cancel(both[0]?.body.id ?? '');
    verifier.clock.advance(61_000);
  });

  it('says when there is nobody, nothing or no device to ask', async () => {
    await api.addSubscriber('bert');
    expect((await api.call('POST', '/v1/transactions', { subscriber: 'bert', application: 'vpn' })).body.error).toBe('no-account');
    expect((await api.call('POST', '/v1/transactions', { subscriber: 'nobody', application: 'vpn' })).body.error).toBe('not-found');
    expect((await api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'nothing' })).body.error).toBe('not-found');
  });

  it('takes each passcode once, one step to either side, never an earlier step, by its own clock', async () => {
    verifier.clock.advance(10 * 60_000);
    const now = verifier.clock.nowMs();
    const check = async (ms: number): Promise<boolean> => (await api.passcode('anna', device.passcodeAt(ms))).valid;
    expect(await check(now - 2 * STEP_MS)).toBe(false);
    expect(await check(now - STEP_MS)).toBe(true);
    expect(await Promise.all([check(now), check(now), check(now)]).then((all) => all.filter(Boolean))).toHaveLength(1);
    expect(await check(now - STEP_MS)).toBe(false);
    expect(await check(now + STEP_MS)).toBe(true);
    expect(await check(now)).toBe(false);
    verifier.clock.advance(3 * STEP_MS);
    expect(await check(verifier.clock.nowMs())).toBe(true);
    expect((await api.subscriber('anna')).failures).toBe(0);
  });

  it('tells the device where the sign-in comes from, and keeps strangers out of the words', async () => {
    const socket = await DeviceSocket.attached(device);
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const created = await api.ask({ subscriber: 'anna', application: 'vpn', origin: { address: '::ffff:127.0.0.1', userAgent } });
    const { request } = await socket.nextRequest(device);
    expect(request).toMatchObject({
      origin: { address: '127.0.0.1', client: 'Firefox on Windows' },
      here: { address: '127.0.0.1' },
      proximity: 'same-address',
    });
    await cancel(created.id);
    socket.close();
  });

  it('is described by docs/openapi.json as it is', async () => {
    expect(await readFile(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8')).toBe(await openApiDocument());
  });
});

describe('requests without end', () => {
  it('are throttled by network', async () => {
    const verifier = await startTestVerifier({ requestsPerMinute: 5 });
    const statuses = [];
    for (let count = 0; count < 7; count += 1) statuses.push((await verifier.api.call('GET', '/v1/subscribers')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect((await verifier.api.call('GET', '/v1/subscribers')).body).toMatchObject({ error: 'throttled' });
    expect((await verifier.api.call('GET', '/healthz')).status).toBe(200);
    await verifier.dispose();
  });
});
