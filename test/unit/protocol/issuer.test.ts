import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endpointSchema,
  isCanonicalIssuer,
  isLoopbackHost,
  issuerHost,
  issuerSchema,
  metadataUrl,
  sharesOrigin,
} from '../../../src/protocol/issuer.ts';

describe('an issuer', () => {
  it.each([
    ['https://verify.example.com'],
    ['https://verify.example.com:8443'],
    ['https://verify.example.com/tenants/a-b_c.d~e'],
    ['https://host'],
    ['https://xn--mnchen-3ya.example'],
    ['https://192.0.2.7'],
    ['https://[2001:db8::7]:8443/x'],
    ['https://example.com:80'],
    ['http://localhost:4400'],
    ['http://127.0.0.1'],
    ['http://[::1]:1/a'],
    ['https://example.com/.well'],
  ])('may be %s', (issuer) => {
    expect(isCanonicalIssuer(issuer)).toBe(true);
    expect(issuerSchema.parse(issuer)).toBe(issuer);
  });

  it.each([
    ['https://verify.example.com/', 'slash at the end'],
    ['https://verify.example.com/a/', 'slash at the end of a path'],
    ['https://Verify.example.com', 'upper case'],
    ['HTTPS://verify.example.com', 'upper-case scheme'],
    ['https://verify.example.com:443', 'default port'],
    ['http://localhost:80', 'default port'],
    ['https://verify.example.com:0443', 'zero before the port'],
    ['https://verify.example.com:', 'empty port'],
    ['https://verify.example.com:99999', 'port out of range'],
    ['https://anna@verify.example.com', 'user'],
    ['https://anna:pw@verify.example.com', 'password'],
    ['https://@verify.example.com', 'empty user'],
    ['https://verify.example.com?', 'empty query'],
    ['https://verify.example.com?a=b', 'query'],
    ['https://verify.example.com#', 'empty fragment'],
    ['https://verify.example.com#a', 'fragment'],
    ['https://verify.example.com.', 'dot at the end of the host'],
    ['https://verify..example.com', 'empty label'],
    ['https://-a.example.com', 'hyphen at the start'],
    ['https://a_b.example.com', 'underscore'],
    ['https://münchen.example', 'international domain not in its ASCII form'],
    ['https://verify%2eexample.com', 'escaped host'],
    ['https://ｖerify.example.com', 'full-width letter'],
    ['https://0x7f.1', 'address in another spelling'],
    ['https://192.0.2.07', 'address in octal'],
    ['https://192.0.2.256', 'address out of range'],
    ['https://[2001:db8:0:0:0:0:0:7]', 'IPv6 not shortened'],
    ['https://[2001:DB8::7]', 'IPv6 in capitals'],
    ['https://[::ffff:192.0.2.7]', 'IPv6 with dots'],
    ['https://2001:db8::7', 'IPv6 without brackets'],
    ['https://a.example/b/../c', 'dots in the path'],
    ['https://a.example/..', 'dots in the path'],
    ['https://a.example//b', 'empty segment'],
    ['https://a.example/%62', 'escaped path'],
    ['https://a.example/b c', 'blank'],
    ['https://a.example\\b', 'backslash'],
    ['https://a.exa\nmple', 'line break'],
    [' https://a.example', 'blank before'],
    ['https://a.example\n', 'line break after'],
    ['http://verify.example.com', 'http beyond loopback'],
    ['http://127.0.0.1.example.com', 'http and a name that looks like loopback'],
    ['http://localhost.example.com', 'http and a name that looks like loopback'],
    ['http://10.0.0.1', 'http in the local network'],
    ['wss://verify.example.com', 'another scheme'],
    ['https:verify.example.com', 'no slashes'],
    ['https:///verify.example.com', 'three slashes'],
    ['verify.example.com', 'no scheme'],
    ['javascript:alert(1)', 'script'],
    ['file:///etc/passwd', 'file'],
    ['', 'nothing'],
    [`https://example.com/${'a'.repeat(256)}`, 'more than 256 characters'],
  ])('is not %s (%s)', (issuer) => {
    expect(isCanonicalIssuer(issuer)).toBe(false);
    expect(issuerSchema.safeParse(issuer).success).toBe(false);
  });

  it('is judged alike however often it comes, and between however many others', () => {
    for (let index = 0; index < 350; index += 1) {
      expect(isCanonicalIssuer(`https://${index % 130}.example`)).toBe(true);
      expect(isCanonicalIssuer(`https://${index % 130}.example/`)).toBe(false);
      expect(isCanonicalIssuer('https://192.0.2.256')).toBe(false);
      expect(isCanonicalIssuer('https://verify.example.com')).toBe(true);
    }
  });

  it('that is canonical is its own URL, so that one verifier has one name', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true, validSchemes: ['https', 'http'] }), (text) => {
        expect(!isCanonicalIssuer(text) || new URL(text).href.replace(/\/$/, '') === text).toBe(true);
      }),
    );
  });
});

it('loopback is 127.0.0.0/8, ::1 and localhost', () => {
  for (const host of ['localhost', '[::1]', '127.0.0.1', '127.255.0.9']) expect(isLoopbackHost(host)).toBe(true);
  for (const host of ['localhost.', 'x.localhost', '::1', '128.0.0.1', '127.0.0.1.example', '0.0.0.0', ''])
    expect(isLoopbackHost(host)).toBe(false);
});

it('an endpoint shares scheme, host and port with its issuer', () => {
  const issuer = 'https://verify.example.com/a';
  for (const url of ['https://verify.example.com/x', 'wss://verify.example.com/', 'https://verify.example.com:443/'])
    expect(sharesOrigin(issuer, url)).toBe(true);
  for (const url of [
    'http://verify.example.com/x',
    'ws://verify.example.com',
    'wss://verify.example.com:8443',
    'wss://evil.example',
    'wss://verify.example.com@evil.example',
    'nonsense',
    '/x',
    '',
  ]) {
    expect(sharesOrigin(issuer, url)).toBe(false);
  }
  expect(sharesOrigin('http://localhost:4400', 'ws://localhost:4400/v1/socket')).toBe(true);
});

it('an endpoint is absolute and bare', () => {
  const accepts = (url: string): boolean => endpointSchema('ws').safeParse(url).success;
  for (const url of ['wss://a.example/v1/socket', 'ws://[::1]:80/v1/socket', 'wss://a.example']) expect(accepts(url)).toBe(true);
  for (const url of [
    'https://a.example',
    'wss://u:p@a.example',
    'wss://a.example/x?y',
    'wss://a.example/x#y',
    'wss://a.example/x y',
    'wss://a.exam\nple',
    '//a.example',
    `wss://a.example/${'x'.repeat(512)}`,
  ]) {
    expect(accepts(url)).toBe(false);
  }
});

it('addresses follow from the issuer', () => {
  expect(metadataUrl('https://a.example/t')).toBe('https://a.example/t/.well-known/deskfob');
  expect(issuerHost('https://xn--mnchen-3ya.example:8443/t')).toBe('xn--mnchen-3ya.example:8443');
});
