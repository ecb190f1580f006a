import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/protocol/limits.ts';
import { answerSchema } from '../../../src/protocol/messages/answer.ts';
import { eventSchema } from '../../../src/protocol/messages/event.ts';
import { pairingProofSchema } from '../../../src/protocol/messages/pairing.ts';
import { requestSchema } from '../../../src/protocol/messages/request.ts';
import { peekKeyId, peekPayload, signMessage, signProof, verifyMessage, verifyProof } from '../../../src/protocol/jws.ts';
import { publicJwk, thumbprint } from '../../../src/protocol/keys.ts';
import { answer, attach, events, KEYS, pairing, pinned, request } from '../../vectors/samples.ts';
import { expectCode } from './expectCode.ts';
import { b64, forge, json64, signRaw, withPart } from '../../vectors/forge.ts';

const TYP = 'deskfob-request+jwt';
let kid = '';
let good = '';
beforeAll(async () => {
  kid = await thumbprint(KEYS.signing);
  good = await signMessage(TYP, request, KEYS.signing);
});

const verify = (jws: string): Promise<unknown> => verifyMessage(TYP, jws, requestSchema, pinned('signing'));
const signed = async (payload: object | string | Uint8Array): Promise<string> =>
  await forge({ alg: 'ES256', typ: TYP, kid }, payload, KEYS.signing);

describe('a signed message', () => {
  it('comes back as it was signed, under exactly {alg, typ, kid}', async () => {
    expect(await verify(good)).toEqual(request);
    expect(JSON.parse(Buffer.from(good.split('.')[0] ?? '', 'base64url').toString())).toEqual({ alg: 'ES256', typ: TYP, kid });
  });

  it('can be peeked into without any key', () => {
    expect(peekPayload(good, requestSchema)).toEqual(request);
  });

  it('names its key to whoever looks it up, in a header of its own type only', async () => {
    expect(peekKeyId(good, TYP)).toBe(kid);
    expect(peekKeyId(good, TYP)).toBe(kid);
    await expectCode('bad-header', () => peekKeyId(good, 'deskfob-answer+jwt'));
    await expectCode('malformed', () => peekKeyId('a.b.c', TYP));
    await expectCode('too-large', () => peekKeyId(`${'a'.repeat(LIMITS.frameBytes)}.${good}`, TYP));
  });

  it('never carries the private half of a key', async () => {
    const proof = await signProof('deskfob-pairing+jwt', pairing, KEYS.device);
    expect(Buffer.from(proof.split('.')[0] ?? '', 'base64url').toString()).not.toContain(KEYS.device.d);
  });
});

describe('the header', () => {
  const headers: [string, object | (() => object | Promise<object>)][] = [
    ['alg none', { alg: 'none' }],
    ['alg HS256', { alg: 'HS256' }],
    ['alg RS256', { alg: 'RS256' }],
    ['alg ES384', { alg: 'ES384' }],
    ['alg es256', { alg: 'es256' }],
    ['no alg', { alg: undefined }],
    ['crit', { crit: ['exp'] }],
    ['crit and b64 false', { crit: ['b64'], b64: false }],
    ['b64 true', { b64: true }],
    ['x5c', { x5c: ['MIIB'] }],
    ['jku', { jku: 'https://evil.example/keys' }],
    ['zip', { zip: 'DEF' }],
    ['cty', { cty: 'JWT' }],
    ['jwk beside kid', () => ({ jwk: publicJwk(KEYS.signing) })],
    ['jwk in place of kid', () => ({ kid: undefined, jwk: publicJwk(KEYS.signing) })],
    ['no kid', { kid: undefined }],
    ['an empty kid', { kid: '' }],
    ['a kid that is no thumbprint', { kid: '../../keys/1' }],
    ['a kid that is a number', { kid: 1 }],
    ['the typ of another message', { typ: 'deskfob-event+jwt' }],
    ['the typ in capitals', { typ: TYP.toUpperCase() }],
    ['the typ with application/', { typ: `application/${TYP}` }],
    ['typ JWT', { typ: 'JWT' }],
    ['no typ', { typ: undefined }],
  ];
  it.each(headers)('refuses %s', async (_name, change) => {
    const header = { alg: 'ES256', typ: TYP, kid, ...(typeof change === 'function' ? await change() : change) };
    const jws = await forge(header, request, KEYS.signing);
    await expectCode('bad-header', () => verify(jws));
  });

  it('refuses an unsigned message outright', async () => {
    const none = `${json64({ alg: 'none', typ: TYP, kid })}.${json64(request)}.`;
    await expectCode('malformed', () => verify(none));
  });

  it('refuses an HMAC made with the public key', async () => {
    const input = `${json64({ alg: 'HS256', typ: TYP, kid })}.${json64(request)}`;
    const key = await crypto.subtle.importKey(
      'raw',
      Buffer.from(JSON.stringify(publicJwk(KEYS.signing))),
      { name: 'HMAC', hash: 'SHA-512' },
      false,
      ['sign'],
    );
    const mac = Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from(input)));
    await expectCode('bad-header', () => verify(`${input}.${b64(mac)}`));
  });

  it.each([
    ['twice in plain sight', '{"alg":"none","alg":"ES256","typ":"T","kid":"K"}'],
    ['twice, once escaped', '{"\\u0061lg":"none","alg":"ES256","typ":"T","kid":"K"}'],
  ])('refuses a member that stands %s', async (_name, header) => {
    const jws = await forge(header.replace('T', TYP).replace('K', kid), request, KEYS.signing);
    await expectCode('malformed', () => verify(jws));
  });

  it.each([['[]'], ['null'], ['"x"']])('refuses the header %s', async (header) => {
    const jws = await forge(header, request, KEYS.signing);
    await expectCode('bad-header', () => verify(jws));
  });

  it.each([[''], ['{'], ['\u0000'], ['{"alg":"ES256"} {}']])('refuses a header that is not JSON: %j', async (header) => {
    const jws = await forge(header, request, KEYS.signing);
    await expectCode('malformed', () => verify(jws));
  });
});

describe('the key', () => {
  it('must be among the pinned ones', async () => {
    const jws = await signMessage(TYP, request, KEYS.stranger);
    await expectCode('unknown-key', () => verify(jws));
  });

  it('is not the one that another kid names', async () => {
    const jws = await forge({ alg: 'ES256', typ: TYP, kid }, request, KEYS.stranger);
    await expectCode('bad-signature', () => verify(jws));
  });

  it('is refused when the look-up answers with a key of another thumbprint', async () => {
    const jws = await forge({ alg: 'ES256', typ: TYP, kid }, request, KEYS.stranger);
    await expectCode('unknown-key', () => verifyMessage(TYP, jws, requestSchema, () => publicJwk(KEYS.stranger)));
  });

  it('of a proof is the one that signed it', async () => {
    const proof = await signProof('deskfob-pairing+jwt', pairing, KEYS.device);
    expect(await verifyProof('deskfob-pairing+jwt', proof, pairingProofSchema)).toEqual({ payload: pairing, jwk: publicJwk(KEYS.device) });
    const stolen = await forge({ alg: 'ES256', typ: 'deskfob-pairing+jwt', jwk: publicJwk(KEYS.device) }, pairing, KEYS.stranger);
    await expectCode('bad-signature', () => verifyProof('deskfob-pairing+jwt', stolen, pairingProofSchema));
  });

  it.each([
    ['kid beside jwk', () => ({ jwk: publicJwk(KEYS.device), kid: 'A'.repeat(43) })],
    ['kid in place of jwk', () => ({ kid: 'A'.repeat(43) })],
    ['the private key', () => ({ jwk: KEYS.device })],
    ['another curve', () => ({ jwk: { ...publicJwk(KEYS.device), crv: 'P-384' } })],
    ['a symmetric key', () => ({ jwk: { kty: 'oct', k: 'AAAA' } })],
    ['use in the key', () => ({ jwk: { ...publicJwk(KEYS.device), use: 'sig' } })],
    ['a short coordinate', () => ({ jwk: { ...publicJwk(KEYS.device), x: 'AA' } })],
    // 43 characters carry two bits more than 32 bytes: a second spelling would be a second thumbprint of one key.
    ['a coordinate with spare bits', () => ({ jwk: { ...publicJwk(KEYS.device), x: `${'A'.repeat(42)}B` } })],
  ])('of a proof cannot come with %s', async (_name, header) => {
    const jws = await forge({ alg: 'ES256', typ: 'deskfob-pairing+jwt', ...header() }, pairing, KEYS.device);
    await expectCode('bad-header', () => verifyProof('deskfob-pairing+jwt', jws, pairingProofSchema));
  });

  it('of a proof must be on the curve', async () => {
    const off = { ...publicJwk(KEYS.device), y: 'A'.repeat(43) };
    const jws = await forge({ alg: 'ES256', typ: 'deskfob-pairing+jwt', jwk: off }, pairing, KEYS.device);
    await expectCode('malformed', () => verifyProof('deskfob-pairing+jwt', jws, pairingProofSchema));
  });
});

describe('the bytes', () => {
  it('are covered by the signature', async () => {
    await expectCode('bad-signature', () => verify(withPart(good, 1, json64({ ...request, application: { name: 'Other' } }))));
    await expectCode('bad-signature', () => verify(withPart(good, 2, 'A'.repeat(86))));
  });

  it('reach a decision with every single character changed', async () => {
    for (let at = 0; at < good.length; at += 7) {
      const other = good[at] === 'A' ? 'B' : 'A';
      const jws = good.slice(0, at) + other + good.slice(at + 1);
      await expect(verify(jws)).rejects.toMatchObject({ name: 'ProtocolError' });
    }
  });

  it('have one spelling: no padding, blanks, plain base64 or spare bits', async () => {
    const signature = good.split('.')[2] ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spare = signature.slice(0, -1) + alphabet.charAt(alphabet.indexOf(signature.slice(-1)) + 1);
    const spellings = [
      withPart(good, 2, spare),
      `${good}==`,
      `${good}\n`,
      ` ${good}`,
      good.replace('.', ' .'),
      `${good}.`,
      good.replaceAll('.', '..'),
      withPart(good, 2, signature.slice(1)),
      '',
    ];
    expect(Buffer.from(spare, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
    for (const jws of spellings) await expectCode('malformed', () => verify(jws));
  });

  it('may be signed a second way: (r, n − s) verifies too, so a message is known by its jti', async () => {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const raw = Buffer.from(good.split('.')[2] ?? '', 'base64url');
    const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
    const twin = Buffer.concat([raw.subarray(0, 32), Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')]);
    const jws = withPart(good, 2, twin.toString('base64url'));
    expect(jws).not.toBe(good);
    expect(await verify(jws)).toEqual(request);
  });

  it('are refused when truncated anywhere', async () => {
    for (let length = 0; length < good.length; length += 11)
      await expect(verify(good.slice(0, length))).rejects.toMatchObject({ name: 'ProtocolError' });
  });

  it('are refused above the frame limit before anything is decoded', async () => {
    await expectCode('too-large', () => verify('A'.repeat(LIMITS.frameBytes + 1)));
    expect(() => peekPayload('A'.repeat(LIMITS.frameBytes + 1), requestSchema)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});

describe('the payload', () => {
  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['a number', '5'],
    ['null', 'null'],
    ['an array', '[]'],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
    ['an overlong encoding', new Uint8Array([0x22, 0xc0, 0xaf, 0x22])],
    ['a byte order mark', `\uFEFF${JSON.stringify(request)}`],
    ['40,000 brackets', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['a member twice', JSON.stringify(request).replace('{', '{"kind":"pairing",')],
    ['a member twice deep inside', JSON.stringify(request).replace('"digits":6', '"digits":6,"digits":6')],
  ])('is refused as %s', async (_name, payload) => {
    const jws = await signed(payload);
    await expectCode('malformed', () => verify(jws));
  });

  it('may have members that this version does not know', async () => {
    const jws = await signed({ ...request, colour: 'blue', origin: { ...request.origin, planet: 'Earth' } });
    expect(await verify(jws)).toEqual(request);
  });

  it('cannot inherit a member', async () => {
    const { kind, ...rest } = request;
    const jws = await signed(JSON.stringify(rest).replace('{', `{"__proto__":{"kind":"${kind}"},`));
    await expectCode('malformed', () => verify(jws));
  });

  it.each([
    ['v', { v: 2 }],
    ['v with everything else changed', { v: 3, kind: 7, match: [], must: 'all' }],
    ['kind', { kind: 'payment' }],
    ['proximity', { proximity: 'same-room' }],
    ['match type', { match: { type: 'gesture' } }],
    ['digits', { match: { type: 'entry', digits: 8 } }],
    ['userVerification', { userVerification: 'twice' }],
  ])('of a later version is unsupported: %s', async (_name, change) => {
    const jws = await signed({ ...request, ...change });
    await expectCode('unsupported', () => verify(jws));
  });

  it.each([
    ['v missing', { v: undefined }],
    ['v 0', { v: 0 }],
    ['v as text', { v: '1' }],
    ['v 1.5', { v: 1.5 }],
    ['kind missing', { kind: undefined }],
    ['kind a number', { kind: 1 }],
    ['match without type', { match: {} }],
    ['match type a number', { match: { type: 1 } }],
    ['a later kind and a broken id', { kind: 'payment', jti: '' }],
    ['an address that is none', { origin: { address: 'example.com' } }],
    ['no iss', { iss: undefined }],
  ])('that is broken is malformed, not unsupported: %s', async (_name, change) => {
    const jws = await signed({ ...request, ...change });
    await expectCode('malformed', () => verify(jws));
  });
});

describe('must', () => {
  it.each([[[]], [['kind']], [['kind', 'must', 'message']]])('passes when all of %j are known', async (must) => {
    const jws = await signed({ ...request, must });
    expect(await verify(jws)).toEqual(request);
  });

  it.each([[['colour']], [['kind', 'colour']], [['toString']], [['__proto__']]])('is unsupported when one of %j is not', async (must) => {
    const jws = await signed({ ...request, colour: 'blue', must });
    await expectCode('unsupported', () => verify(jws));
  });

  it.each([['kind'], [[1]], [{ 0: 'kind' }], [null], [Array.from({ length: 33 }, () => 'kind')]])('is malformed as %j', async (must) => {
    const jws = await signed({ ...request, must });
    await expectCode('malformed', () => verify(jws));
  });

  it('is held against the event at hand, not against any event', async () => {
    const suspended = events.find((event) => event.event === 'suspended') ?? {};
    const settled = events.find((event) => event.event === 'settled') ?? {};
    const read = async (payload: object): Promise<unknown> =>
      await verifyMessage(
        'deskfob-event+jwt',
        await signMessage('deskfob-event+jwt', payload, KEYS.signing),
        eventSchema,
        pinned('signing'),
      );
    await expectCode('unsupported', () => read({ ...suspended, must: ['outcome'] }));
    expect(await read({ ...settled, must: ['outcome', 'seq'] })).toEqual(settled);
  });

  it('is not judged when a message is only peeked into', async () => {
    const jws = await signed({ ...request, must: ['colour'] });
    expect(peekPayload(jws, requestSchema)).toEqual(request);
  });
});

it('a message of one purpose is never taken for another', async () => {
  const jws = await signMessage('deskfob-attach+jwt', { ...attach, ...answer }, KEYS.device);
  await expectCode('bad-header', () => verifyMessage('deskfob-answer+jwt', jws, answerSchema, pinned('device')));
});

it('an error says nothing of the message it refuses', async () => {
  const secret = 'PLANTED-SECRET';
  const messages = [
    await signed({ ...request, jti: `${secret} ` }),
    await signed({ ...request, kind: secret }),
    await signRaw(`${b64(secret)}.${b64(secret)}`, KEYS.signing),
  ];
  for (const jws of messages) {
    const error: unknown = await verify(jws).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('name', 'ProtocolError');
    expect(String((error as Error).stack) + JSON.stringify(error)).not.toContain(secret);
  }
});
