import { describe, expect, it } from 'vitest';
import {
  agreementKey,
  generateKey,
  privateJwkSchema,
  publicJwk,
  publicJwkSchema,
  signatureKey,
  thumbprint,
} from '../../../src/protocol/keys.ts';
import { KEYS } from '../../vectors/samples.ts';
import { expectCode } from './expectCode.ts';

describe('keys', () => {
  it('are fresh P-256 keys', async () => {
    const [one, other] = [await generateKey('ES256'), await generateKey('ECDH-ES')];
    expect(privateJwkSchema.parse(one)).toEqual(one);
    expect(one.d).not.toBe(other.d);
  });

  it('lose their private half and foreign members when they are made public', () => {
    expect(publicJwk({ ...KEYS.device, kid: 'x' } as typeof KEYS.device)).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: KEYS.device.x,
      y: KEYS.device.y,
    });
    expect(publicJwkSchema.parse(KEYS.device)).not.toHaveProperty('d');
  });

  it('have the thumbprint of RFC 7638, whatever else stands beside', async () => {
    const { x, y } = KEYS.device;
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`));
    expect(await thumbprint(KEYS.device)).toBe(Buffer.from(digest).toString('base64url'));
    expect(await thumbprint(publicJwk(KEYS.device))).toBe(await thumbprint(KEYS.device));
  });

  it.each([
    ['padding', { x: `${'A'.repeat(43)}=` }],
    ['42 characters', { x: 'A'.repeat(42) }],
    ['44 characters', { y: 'A'.repeat(44) }],
    ['plain base64', { x: `${'A'.repeat(41)}+A` }],
    ['spare bits', { x: `${'A'.repeat(42)}B` }],
    ['another curve', { crv: 'P-384' }],
    ['another type', { kty: 'RSA' }],
  ])('are refused with %s', (_name, change) => {
    expect(publicJwkSchema.safeParse({ ...publicJwk(KEYS.device), ...change }).success).toBe(false);
  });

  it.each([
    ['off the curve', 'A'.repeat(43)],
    ['beyond the field', '_'.repeat(42) + '8'],
  ])('are malformed when the point is %s', async (_name, y) => {
    await expectCode('malformed', async () => signatureKey({ ...publicJwk(KEYS.device), y }));
    await expectCode('malformed', () => agreementKey({ ...publicJwk(KEYS.device), y }));
  });
});
