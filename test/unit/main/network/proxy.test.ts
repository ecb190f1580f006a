import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HttpClient } from '../../../../src/main/network/HttpClient.ts';
import { proxyUrl, systemProxyAgent } from '../../../../src/main/network/proxy.ts';

describe('proxyUrl', () => {
  it.each([
    ['DIRECT', ''],
    ['PROXY proxy.example:8080', 'http://proxy.example:8080'],
    ['PROXY proxy.example:8080; DIRECT', 'http://proxy.example:8080'],
    ['DIRECT; PROXY proxy.example:8080', ''],
    ['HTTPS proxy.example:443', 'https://proxy.example:443'],
    ['HTTP proxy.example:80', 'http://proxy.example:80'],
    ['SOCKS s.example:1080', 'socks://s.example:1080'],
    ['SOCKS5 s.example:1080;PROXY p.example:1', 'socks5://s.example:1080'],
    ['socks4 s.example:1080', 'socks4://s.example:1080'],
    ['  proxy   [2001:db8::1]:3128 ', 'http://[2001:db8::1]:3128'],
    ['QUIC q.example:443; PROXY p.example:1', 'http://p.example:1'],
    ['PROXY; PROXY p.example:1', 'http://p.example:1'],
    ['', ''],
  ])('reads %j as %j', (answer, url) => {
    expect(proxyUrl(answer)).toBe(url);
  });

  it('never fails on anything a PAC file can answer', () => {
    fc.assert(
      fc.property(fc.string(), (answer) => {
        expect(proxyUrl(answer)).toBeTypeOf('string');
      }),
    );
  });
});

describe('systemProxyAgent', () => {
  it('takes the way that the system names, and asks about a WebSocket as about http', async () => {
    const asked: string[] = [];
    const proxied: string[] = [];
    const proxy = createServer((request, reply) => {
      proxied.push(request.url ?? '');
      reply.end('by proxy');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const agent = systemProxyAgent(async (url) => {
      asked.push(url);
      return `PROXY 127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    });
    onTestFinished(() => {
      agent.destroy();
      proxy.close();
    });
    expect(await new HttpClient(agent).get('http://verify.example.test/.well-known/deskfob')).toEqual({ status: 200, body: 'by proxy' });
    expect(asked).toEqual(['http://verify.example.test/.well-known/deskfob']);
    expect(proxied).toEqual(['http://verify.example.test/.well-known/deskfob']);
    await agent.getProxyForUrl('wss://verify.example.test/v1/socket', undefined as never);
    expect(asked.at(-1)).toBe('https://verify.example.test/v1/socket');
  });
});
