import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { TrustedProxies } from '../../../src/verifier/TrustedProxies.ts';

const nobody = (): void => {};

/** A request as Node hands it on, from that peer. */
function requestFrom(peer: string, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, headers);
  return request;
}
const forwarded = (peer: string, text: string): IncomingMessage => requestFrom(peer, { 'x-forwarded-for': text });

describe('trusted proxies', () => {
  const proxies = new TrustedProxies(['10.0.0.5', '192.168.7.0/24', '2001:db8:7::/64'], nobody);

  it('say whom a connection comes from, over several of them, read from the right', () => {
    for (const [peer, text, expected] of [
      ['10.0.0.5', '203.0.113.9', '203.0.113.9'],
      ['::ffff:10.0.0.5', '203.0.113.9', '203.0.113.9'],
      ['192.168.7.200', '203.0.113.9', '203.0.113.9'],
      ['2001:db8:7::1', '2001:DB8:9:0::1', '2001:db8:9::1'],
      ['10.0.0.5', '::ffff:203.0.113.9', '203.0.113.9'],
      ['10.0.0.5', '203.0.113.9,192.168.7.1 , 2001:db8:7::2', '203.0.113.9'],
      // What stands left of the first stranger is the stranger's own word.
      ['10.0.0.5', '127.0.0.1, 198.51.100.1, 203.0.113.9', '203.0.113.9'],
      ['10.0.0.5', '10.0.0.5, 203.0.113.9', '203.0.113.9'],
    ] as const)
      expect(proxies.addressOf(forwarded(peer, text)), `${peer} ${text}`).toBe(expected);
  });

  it('are believed by their own address alone', () => {
    for (const peer of ['10.0.0.6', '192.168.8.1', '2001:db8:7:1::1', '::1', '203.0.113.9'])
      expect(proxies.addressOf(forwarded(peer, '198.51.100.1')), peer).toBe(peer);
  });

  it('that say nothing which is understood are all that is known', () => {
    for (const text of [
      '',
      ' ',
      ',',
      'unknown',
      'localhost',
      '_hidden',
      '203.0.113.9:4711',
      '[2001:db8::1]',
      'for=203.0.113.9',
      '999.1.1.1',
    ])
      expect(proxies.addressOf(forwarded('10.0.0.5', text)), text).toBe('10.0.0.5');
    expect(proxies.addressOf(forwarded('10.0.0.5', 'nonsense, 192.168.7.1'))).toBe('192.168.7.1');
    expect(proxies.addressOf(requestFrom('10.0.0.5'))).toBe('10.0.0.5');
    for (const address of ['10.0.0.5', '192.168.7.1', '2001:db8:7::2']) expect(proxies.include(address)).toBe(true);
    expect(proxies.include('203.0.113.9')).toBe(false);
  });

  it('are not heard in any other header', () => {
    const headers = { forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9', 'cf-connecting-ip': '203.0.113.9' };
    expect(proxies.addressOf(requestFrom('10.0.0.5', headers))).toBe('10.0.0.5');
  });

  it('are none unless they are named', () => {
    const none = new TrustedProxies([], nobody);
    expect(none.addressOf(forwarded('127.0.0.1', '203.0.113.9'))).toBe('127.0.0.1');
    expect(none.include('127.0.0.1')).toBe(false);
  });

  it('that may have been forgotten are told of once', () => {
    const strangers: string[] = [];
    const watching = new TrustedProxies(['10.0.0.5'], (peer) => strangers.push(peer));
    watching.addressOf(requestFrom('10.0.0.6'));
    watching.addressOf(forwarded('10.0.0.5', '203.0.113.9'));
    expect(strangers).toEqual([]);
    watching.addressOf(forwarded('10.0.0.6', '203.0.113.9'));
    watching.addressOf(forwarded('10.0.0.7', '203.0.113.9'));
    expect(strangers).toEqual(['10.0.0.6']);
  });

  it.each(['', 'proxy.example.com', '10.0.0.0/33', '10.0.0.0/0', '::/0', '10.0.0.0/-1', '10.0.0.5:8080', '10.0.0.0/24/24'])(
    'are addresses or ranges: not "%s"',
    (entry) => {
      expect(() => new TrustedProxies(['10.0.0.5', entry], nobody)).toThrow(expect.objectContaining({ code: 'bad-proxy' }));
    },
  );
});
