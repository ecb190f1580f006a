import { describe, expect, it } from 'vitest';
import { signMessage } from '../../../../src/protocol/jws.ts';
import { type PrivateJwk, publicJwk, thumbprint } from '../../../../src/protocol/keys.ts';
import { delegationSchema, verifyMetadata } from '../../../../src/protocol/messages/metadata.ts';
import { ISSUER, KEYS, metadata } from '../../../vectors/samples.ts';
import { expectCode } from '../expectCode.ts';
import { forge } from '../../../vectors/forge.ts';

const TYP = 'deskfob-metadata+jwt';
const sign = async (change: object = {}, key: PrivateJwk = KEYS.identity): Promise<string> =>
  await signMessage(TYP, { ...metadata, ...change }, key);

describe('metadata', () => {
  it('is believed by its identity key, pinned or on first contact', async () => {
    const jkt = await thumbprint(KEYS.identity);
    expect(await verifyMetadata(await sign(), { issuer: ISSUER })).toEqual({ metadata, jkt });
    expect(await verifyMetadata(await sign(), { issuer: ISSUER, jkt, seq: 3 })).toEqual({ metadata, jkt });
    expect(await verifyMetadata(await sign({ seq: 4 }), { issuer: ISSUER, jkt, seq: 3 })).toMatchObject({ metadata: { seq: 4 } });
  });

  it('of another identity key is refused once a key is pinned', async () => {
    const jws = await sign({ identity: publicJwk(KEYS.stranger) }, KEYS.stranger);
    await expectCode('wrong-thumbprint', async () => await verifyMetadata(jws, { issuer: ISSUER, jkt: await thumbprint(KEYS.identity) }));
  });

  it('cannot borrow the pinned identity', async () => {
    const jkt = await thumbprint(KEYS.identity);
    const otherKid = await sign({}, KEYS.stranger);
    const sameKid = await forge({ alg: 'ES256', typ: TYP, kid: jkt }, metadata, KEYS.stranger);
    await expectCode('unknown-key', () => verifyMetadata(otherKid, { issuer: ISSUER, jkt }));
    await expectCode('bad-signature', () => verifyMetadata(sameKid, { issuer: ISSUER, jkt }));
  });

  it('is signed by the identity key, not by one of the keys it lists', async () => {
    const jws = await sign({}, KEYS.signing);
    await expectCode('unknown-key', () => verifyMetadata(jws, { issuer: ISSUER }));
  });

  it('is of the issuer that was asked, byte for byte', async () => {
    const jws = await sign();
    for (const issuer of ['https://other.example.com', `${ISSUER}/`, `${ISSUER}:443`, `${ISSUER}/tenant`])
      await expectCode('wrong-issuer', () => verifyMetadata(jws, { issuer }));
  });

  it.each([
    [{ socket: 'wss://evil.example/v1/socket' }],
    [{ pairing: 'https://evil.example/v1/pairing' }],
    [{ socket: 'ws://verify.example.com/v1/socket' }],
    [{ pairing: 'http://verify.example.com/v1/pairing' }],
    [{ socket: 'wss://verify.example.com:8443/v1/socket' }],
    [{ socket: 'wss://verify.example.com.evil.example/' }],
  ])('keeps its endpoints at its origin: %j', async (change) => {
    const jws = await sign(change);
    await expectCode('wrong-issuer', () => verifyMetadata(jws, { issuer: ISSUER }));
  });

  it('never goes back', async () => {
    const jws = await sign({ seq: 2 });
    await expectCode('stale', () => verifyMetadata(jws, { issuer: ISSUER, seq: 3 }));
  });

  it.each([[{ versions: [2, 3] }], [{ v: 2 }], [{ v: 2, identity: 'elsewhere' }], [{ must: ['quantum'] }]])(
    'of a later version is unsupported: %j',
    async (change) => {
      const jws = await sign(change);
      await expectCode('unsupported', () => verifyMetadata(jws, { issuer: ISSUER }));
    },
  );

  it('may name known members in must, and speak later versions too', async () => {
    expect(await verifyMetadata(await sign({ must: ['seq', 'organisation'], versions: [1, 2] }), { issuer: ISSUER })).toMatchObject({
      metadata: { versions: [1, 2] },
    });
  });

  it.each([
    [{ seq: 0 }],
    [{ seq: '3' }],
    [{ versions: [] }],
    [{ identity: undefined }],
    [{ keys: { sig: [], enc: [publicJwk(KEYS.encryption)] } }],
    [{ keys: { sig: Array.from({ length: 17 }, () => publicJwk(KEYS.signing)), enc: [publicJwk(KEYS.encryption)] } }],
    [{ organisation: { name: '', colour: '#000000' } }],
    [{ organisation: { name: 'Exam\u202eple', colour: '#000000' } }],
    [{ organisation: { name: 'Example', colour: 'red' } }],
    [{ organisation: { name: 'Example', colour: '#FFFFFF' } }],
    [{ organisation: { name: 'Example', colour: '#fff;background:url(//evil.example)' } }],
    [{ socket: 'https://verify.example.com/' }],
    [{ pairing: 'wss://verify.example.com/' }],
    [{ socket: 'wss://u:p@verify.example.com/' }],
    [{ socket: 'wss://verify.example.com/#x' }],
    [{ pairing: 'https://verify.example.com/pair?key=' }],
  ])('is malformed with %j', async (change) => {
    const jws = await sign(change);
    await expectCode('malformed', () => verifyMetadata(jws, { issuer: ISSUER }));
  });

  it('does not carry private halves on', async () => {
    const { metadata: read } = await verifyMetadata(await sign({ keys: { sig: [KEYS.signing], enc: [KEYS.encryption] } }), {
      issuer: ISSUER,
    });
    expect(JSON.stringify(read)).not.toContain(KEYS.signing.d);
  });

  it('survives any bytes', async () => {
    for (const text of ['', '<html>', '{}', 'a.b.c', '\u0000', '..', 'A'.repeat(70_000)])
      await expect(verifyMetadata(text, { issuer: ISSUER })).rejects.toHaveProperty('name', 'ProtocolError');
  });
});

it('a delegation names one canonical issuer', () => {
  expect(delegationSchema.safeParse({ v: 1, issuer: ISSUER, more: 1 }).success).toBe(true);
  for (const value of [
    { issuer: ISSUER },
    { v: 2, issuer: ISSUER },
    { v: 1, issuer: `${ISSUER}/` },
    { v: 1, issuer: 'http://verify.example.com' },
    null,
  ])
    expect(delegationSchema.safeParse(value).success).toBe(false);
});
