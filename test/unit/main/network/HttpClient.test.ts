import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HttpClient } from '../../../../src/main/network/HttpClient.ts';
import { systemProxyAgent } from '../../../../src/main/network/proxy.ts';
import { LIMITS } from '../../../../src/protocol/limits.ts';
import { expectCode } from '../support/codes.ts';
import { bodyOf, webServer } from '../support/webServer.ts';
import { freshFolder } from '../vault/openVault.ts';

function client(patienceMs?: number, after?: Promise<void>): HttpClient {
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  return new HttpClient(agent, { patienceMs, after });
}

describe('HttpClient', () => {
  it('brings status and body, and posts what it is given', async () => {
    const origin = await webServer((request, reply) => {
      void bodyOf(request).then((body) =>
        reply.writeHead(201).end(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`),
      );
    });
    expect(await client().get(`${origin}/a`)).toEqual({ status: 201, body: 'GET /a undefined ' });
    expect(await client().post(`${origin}/b`, 'application/jose', 'x.y.z')).toEqual({
      status: 201,
      body: 'POST /b application/jose x.y.z',
    });
  });

  it('sends nothing before it may', async () => {
    let asked = 0;
    const origin = await webServer((_, reply) => {
      asked += 1;
      reply.end('now');
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    const answer = client(5_000, promise).get(origin);
    expect((await client().get(origin)).body).toBe('now');
    expect(asked).toBe(1);
    resolve();
    expect((await answer).body).toBe('now');
    expect(asked).toBe(2);
  });

  it('follows no redirect', async () => {
    const asked: string[] = [];
    const origin = await webServer((request, reply) => {
      asked.push(request.url ?? '');
      reply.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await client().get(`${origin}/a`)).status).toBe(302);
    expect(asked).toEqual(['/a']);
  });

  it('takes 64 KiB and not a byte more', async () => {
    let length = LIMITS.frameBytes;
    const origin = await webServer((_, reply) => void reply.end('x'.repeat(length)));
    expect((await client().get(origin)).body).toHaveLength(LIMITS.frameBytes);
    length += 1;
    await expectCode(client().get(origin), 'too-large');
  });

  it('does not read an endless answer to its end', async () => {
    const origin = await webServer((_, reply) => {
      const more = (): void => {
        while (!reply.destroyed && reply.write('x'.repeat(10_000)));
      };
      reply.on('drain', more);
      more();
    });
    await expectCode(client().get(origin), 'too-large');
  });

  it('gives up on a server that says nothing, and on one that never comes to an end', async () => {
    const mute = await webServer(() => {});
    await expectCode(client(50).get(mute), 'slow');
    const dribbling = await webServer((_, reply) => {
      const timer = setInterval(() => reply.write('x'), 10);
      reply.on('close', () => clearInterval(timer));
    });
    await expectCode(client(100).get(dribbling), 'slow');
  });

  it('says unreachable where nobody listens, where no host is, and when the line breaks', async () => {
    const origin = await webServer((_, reply) => void reply.destroy());
    await expectCode(client().get(origin), 'unreachable');
    const cut = await webServer((_, reply) => {
      reply.writeHead(200, { 'content-length': '100' });
      reply.write('half');
      setTimeout(() => reply.destroy(), 10);
    });
    await expectCode(client().get(cut), 'unreachable');
    await expectCode(client().get('http://127.0.0.1:1/'), 'unreachable');
    await expectCode(client().get('http://nobody.invalid/'), 'unreachable');
  });

  it('trusts no certificate that proves nothing', async () => {
    const folder = await freshFolder();
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        key,
        '-out',
        cert,
        '-days',
        '1',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
      ],
      { stdio: 'ignore' },
    );
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, reply) => void reply.end('secret'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const agent = systemProxyAgent(async () => 'DIRECT');
    onTestFinished(() => {
      agent.destroy();
      server.close();
      server.closeAllConnections();
    });
    await expectCode(new HttpClient(agent).get(`https://localhost:${(server.address() as AddressInfo).port}/`), 'certificate');
  });
});
