import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCanonicalIssuer } from '../../../src/protocol/issuer.ts';
import { ProtocolError } from '../../../src/protocol/ProtocolError.ts';
import { delegationUrl, issuerOfHost, parseSignInName, type SignInName } from '../../../src/protocol/signInName.ts';
import { errorOf } from './expectCode.ts';

describe('a sign-in name', () => {
  it.each([
    ['anna@verify.example.com', 'anna', 'verify.example.com'],
    ['  Anna@Verify.Example.COM\n', 'anna', 'verify.example.com'],
    ['a.b-c_9@host:8443', 'a.b-c_9', 'host:8443'],
    ['anna@localhost:4400', 'anna', 'localhost:4400'],
    ['anna@[2001:db8::7]:8443', 'anna', '[2001:db8::7]:8443'],
    ['anna@xn--mnchen-3ya.example', 'anna', 'xn--mnchen-3ya.example'],
  ])('is read as a person types it: %j', (text, subscriber, host) => {
    expect(parseSignInName(text)).toEqual({ subscriber, host });
  });

  it.each([
    [''],
    ['anna'],
    ['anna@'],
    ['@host'],
    ['anna@@host'],
    ['anna@bob@host'],
    ['anna @host'],
    ['anna@ho st'],
    ['anna@host/path'],
    ['anna@host?x'],
    ['anna@host#x'],
    ['anna@https://host'],
    ['anna@host:443'],
    ['anna@localhost:80'],
    ['anna@host:'],
    ['anna@host:99999'],
    ['anna@host.'],
    ['anna@a..b'],
    ['anna@münchen.example'],
    ['änna@host'],
    ['.anna@host'],
    ['anna@ban\u212a.example'], // the Kelvin sign becomes a k
    ['\u0130@host'],
    ['anna@host\u200b'],
    ['anna\u00a0@host'],
    [`${'a'.repeat(65)}@host`],
    [`anna@${'a'.repeat(64)}.example`],
  ])('is malformed as %j', (text) => {
    expect(() => parseSignInName(text)).toThrow(expect.objectContaining({ name: 'ProtocolError', code: 'malformed' }));
  });

  it('survives whatever a person types', async () => {
    const read = async (text: string): Promise<SignInName | string> => {
      let name: SignInName | undefined;
      const error = await errorOf(() => (name = parseSignInName(text)));
      expect(error === undefined || error instanceof ProtocolError, String(error)).toBe(true);
      return name ?? 'malformed';
    };
    const piece = fc.constantFrom('@', ':', '.', '[', ']', '/', 'anna', 'host', '443', '127.0.0.1', '::1', 'xn--', ' ', '\n', '%');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.oneof(piece, fc.string({ maxLength: 2 })), { maxLength: 8 }).map((pieces) => pieces.join('')),
        ),
        async (text) => {
          const first = await read(text);
          const fits = typeof first === 'string' || isCanonicalIssuer(issuerOfHost(first.host));
          const again = typeof first === 'string' ? first : await read(`${first.subscriber}@${first.host}`);
          expect({ fits, again }).toEqual({ fits: true, again: first });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

it('a host is asked over https, a loopback host over http', () => {
  expect(issuerOfHost('verify.example.com')).toBe('https://verify.example.com');
  expect(issuerOfHost('127.0.0.1.example')).toBe('https://127.0.0.1.example');
  for (const host of ['localhost', 'localhost:1', '127.9.9.9:1', '[::1]', '[::1]:1']) expect(issuerOfHost(host)).toBe(`http://${host}`);
  expect(delegationUrl('verify.example.com')).toBe('https://verify.example.com/.well-known/deskfob-issuer');
});
