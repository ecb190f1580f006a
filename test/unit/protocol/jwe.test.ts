import { beforeAll, describe, expect, it } from 'vitest';
import { CompactEncrypt } from 'jose';
import { decryptWith, encryptFor } from '../../../src/protocol/jwe.ts';
import { agreementKey, publicJwk, thumbprint } from '../../../src/protocol/keys.ts';
import { LIMITS } from '../../../src/protocol/limits.ts';
import { KEYS } from '../../vectors/samples.ts';
import { expectCode } from './expectCode.ts';
import { json64, withPart } from '../../vectors/forge.ts';

const PLAIN = 'the pairing key and the seed: ä€😀';
let kid = '';
let good = '';
beforeAll(async () => {
  kid = await thumbprint(KEYS.encryption);
  good = await encryptFor(KEYS.encryption, PLAIN);
});
const decrypt = (jwe: string): Promise<string> => decryptWith([KEYS.pairing, KEYS.encryption], jwe);
const header = (): Record<string, unknown> =>
  JSON.parse(Buffer.from(good.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('an encrypted message', () => {
  it('comes back for its recipient, under exactly {alg, enc, kid, epk}', async () => {
    expect(await decrypt(good)).toBe(PLAIN);
    expect(header()).toEqual({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      kid,
      epk: { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String) },
    });
  });

  it('never looks the same twice', async () => {
    expect(await encryptFor(KEYS.encryption, PLAIN)).not.toBe(good);
  });

  it('may be empty', async () => {
    expect(await decrypt(await encryptFor(KEYS.encryption, ''))).toBe('');
  });

  it('is for nobody else', async () => {
    await expectCode('unknown-key', () => decryptWith([KEYS.pairing], good));
    await expectCode('unknown-key', () => decryptWith([], good));
  });

  it('cannot be opened under another name', async () => {
    const relabelled = withPart(good, 0, json64({ ...header(), kid: await thumbprint(KEYS.pairing) }));
    await expectCode('cannot-decrypt', () => decrypt(relabelled));
  });

  it.each([
    ['alg dir', { alg: 'dir' }],
    ['alg ECDH-ES+A256KW', { alg: 'ECDH-ES+A256KW' }],
    ['alg RSA-OAEP', { alg: 'RSA-OAEP' }],
    ['enc A128GCM', { enc: 'A128GCM' }],
    ['enc A256CBC-HS512', { enc: 'A256CBC-HS512' }],
    ['zip', { zip: 'DEF' }],
    ['crit', { crit: ['exp'] }],
    ['apu', { apu: 'QQ' }],
    ['cty', { cty: 'JWT' }],
    ['no kid', { kid: undefined }],
    ['a kid that is no thumbprint', { kid: 'x' }],
    ['no epk', { epk: undefined }],
    ['an epk with a private half', { epk: KEYS.stranger }],
    ['an epk of another curve', { epk: { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) } }],
  ])('is refused with %s', async (_name, change) => {
    await expectCode('bad-header', () => decrypt(withPart(good, 0, json64({ ...header(), ...change }))));
  });

  it('is refused with an ephemeral key off the curve', async () => {
    const epk = { ...publicJwk(KEYS.stranger), y: 'A'.repeat(43) };
    await expectCode('cannot-decrypt', () => decrypt(withPart(good, 0, json64({ ...header(), epk }))));
  });

  it('is refused with a doubled header member', async () => {
    const text = JSON.stringify(header()).replace('{', '{"enc":"A128GCM",');
    await expectCode('malformed', () => decrypt(withPart(good, 0, Buffer.from(text).toString('base64url'))));
  });

  it('is refused when any part is changed', async () => {
    const flip = (part: string): string => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
    for (const index of [2, 3, 4])
      await expectCode('cannot-decrypt', () => decrypt(withPart(good, index, flip(good.split('.')[index] ?? ''))));
    await expectCode('cannot-decrypt', () => decrypt(withPart(good, 0, json64({ ...header(), epk: publicJwk(KEYS.stranger) }))));
  });

  it('is refused with the same content under a reordered header', async () => {
    const { alg, ...rest } = header();
    await expectCode('cannot-decrypt', () => decrypt(withPart(good, 0, json64({ ...rest, alg }))));
  });

  it('has one spelling, an empty encrypted key, 12 bytes of nonce and 16 of tag', async () => {
    const parts = good.split('.');
    const spellings = [
      '',
      'x',
      good.slice(0, -1),
      `${good}=`,
      `${good}\n`,
      `${good}.`,
      withPart(good, 1, 'QQ'),
      withPart(good, 2, 'AAAA'),
      withPart(good, 4, (parts[4] ?? '').slice(0, 16)),
      withPart(good, 4, `${(parts[4] ?? '').slice(0, -1)}B`),
    ];
    for (const jwe of spellings) await expectCode('malformed', () => decrypt(jwe));
  });

  it('is refused above the frame limit', async () => {
    await expectCode('too-large', () => decrypt('A'.repeat(LIMITS.frameBytes + 1)));
  });

  it.each([[new Uint8Array([0xff, 0xfe])], [new Uint8Array([0xed, 0xa0, 0x80])]])(
    'is refused when its content is not UTF-8',
    async (bytes) => {
      const jwe = await new CompactEncrypt(bytes)
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid })
        .encrypt(await agreementKey(publicJwk(KEYS.encryption)));
      await expectCode('cannot-decrypt', () => decrypt(jwe));
    },
  );
});
