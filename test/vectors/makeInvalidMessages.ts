import { signMessage, signProof } from '../../src/protocol/jws.ts';
import { publicJwk, thumbprint } from '../../src/protocol/keys.ts';
import type { ProtocolErrorCode } from '../../src/protocol/ProtocolError.ts';
import { b64, forge, json64, withPart } from './forge.ts';
import { events, KEYS, pairing, request } from './samples.ts';
import type { VectorFiles } from './vectorFiles.ts';

type Invalid = VectorFiles['invalid'][number];

/** Signed messages that a receiver must refuse, each with the code it must refuse them with. */
export async function makeInvalidMessages(good: string): Promise<Invalid[]> {
  const typ = 'deskfob-request+jwt';
  const kid = await thumbprint(KEYS.signing);
  const header = { alg: 'ES256', typ, kid };
  const signature = good.split('.')[2] ?? '';

  const bad = (name: string, error: ProtocolErrorCode, message: string): Invalid => ({
    name,
    typ,
    schema: 'request',
    pinned: ['signing'],
    proof: false,
    message,
    error,
  });
  const withHeader = async (name: string, change: object, error: ProtocolErrorCode = 'bad-header'): Promise<Invalid> =>
    bad(name, error, await forge({ ...header, ...change }, request, KEYS.signing));
  const withPayload = async (name: string, error: ProtocolErrorCode, payload: object | string | Uint8Array): Promise<Invalid> =>
    bad(name, error, await forge(header, payload, KEYS.signing));
  const badProof = async (name: string, error: ProtocolErrorCode, jwk: object, more: object = {}): Promise<Invalid> => ({
    name,
    typ: 'deskfob-pairing+jwt',
    schema: 'pairing',
    pinned: [],
    proof: true,
    message: await forge({ alg: 'ES256', typ: 'deskfob-pairing+jwt', jwk, ...more }, pairing, KEYS.device),
    error,
  });

  return [
    await withHeader('alg none', { alg: 'none' }),
    await withHeader('alg HS256', { alg: 'HS256' }),
    await withHeader('alg RS256', { alg: 'RS256' }),
    await withHeader('crit', { crit: ['exp'] }),
    await withHeader('b64 false', { crit: ['b64'], b64: false }),
    await withHeader('x5c', { x5c: ['MIIB'] }),
    await withHeader('jwk beside kid', { jwk: publicJwk(KEYS.signing) }),
    await withHeader('jwk in place of kid', { jwk: publicJwk(KEYS.signing), kid: undefined }),
    await withHeader('typ of another message', { typ: 'deskfob-event+jwt' }),
    await withHeader('typ in capitals', { typ: typ.toUpperCase() }),
    await withHeader('typ with application/', { typ: `application/${typ}` }),
    await withHeader('kid that is no thumbprint', { kid: '1' }),
    bad('header member twice', 'malformed', await forge(`{"alg":"none",${JSON.stringify(header).slice(1)}`, request, KEYS.signing)),
    bad('unsigned', 'malformed', `${json64({ ...header, alg: 'none' })}.${json64(request)}.`),
    bad('signed by a stranger under its own kid', 'unknown-key', await signMessage(typ, request, KEYS.stranger)),
    bad('signed by a stranger under the pinned kid', 'bad-signature', await forge(header, request, KEYS.stranger)),
    bad('another payload', 'bad-signature', withPart(good, 1, json64({ ...request, application: { name: 'Other' } }))),
    bad('another signature', 'bad-signature', withPart(good, 2, 'A'.repeat(86))),
    bad('padding', 'malformed', `${good}==`),
    bad('a line break at the end', 'malformed', `${good}\n`),
    bad('spare bits in the signature', 'malformed', withPart(good, 2, `${signature.slice(0, -1)}B`)),
    bad('two parts', 'malformed', good.split('.').slice(0, 2).join('.')),
    bad('too large', 'too-large', withPart(good, 1, b64('A'.repeat(50_000)))),
    await withPayload('not JSON', 'malformed', 'hello'),
    await withPayload('not UTF-8', 'malformed', new Uint8Array([0x7b, 0xff, 0x7d])),
    await withPayload('a byte order mark', 'malformed', `\uFEFF${JSON.stringify(request)}`),
    await withPayload('payload member twice', 'malformed', JSON.stringify(request).replace('{', '{"kind":"pairing",')),
    await withPayload('too many levels', 'malformed', { ...request, later: JSON.parse('['.repeat(16) + ']'.repeat(16)) as unknown }),
    await withPayload('a later version', 'unsupported', { ...request, v: 2 }),
    await withPayload('a later version of quite another shape', 'unsupported', { v: 2, must: 'all' }),
    await withPayload('a later kind', 'unsupported', { ...request, kind: 'payment' }),
    await withPayload('a later match', 'unsupported', { ...request, match: { type: 'gesture' } }),
    await withPayload('no kind', 'malformed', { ...request, kind: undefined }),
    await withPayload('version as text', 'malformed', { ...request, v: '1' }),
    await withPayload('an unknown member in must', 'unsupported', { ...request, colour: 'blue', must: ['colour'] }),
    await withPayload('must as text', 'malformed', { ...request, must: 'kind' }),
    {
      ...bad(
        'must names a member of another event',
        'unsupported',
        await signMessage('deskfob-event+jwt', { ...events[4], must: ['outcome'] }, KEYS.signing),
      ),
      typ: 'deskfob-event+jwt',
      schema: 'event',
    },
    await badProof('proof with kid beside jwk', 'bad-header', publicJwk(KEYS.device), { kid }),
    await badProof('proof with the private key', 'bad-header', KEYS.device),
    await badProof('proof with a coordinate of spare bits', 'bad-header', { ...publicJwk(KEYS.device), x: `${'A'.repeat(42)}B` }),
    await badProof('proof with a point off the curve', 'malformed', { ...publicJwk(KEYS.device), y: 'A'.repeat(43) }),
    await badProof('proof with another key', 'bad-signature', publicJwk(KEYS.stranger)),
    {
      ...(await badProof('typed key without a name', 'malformed', {})),
      message: await signProof('deskfob-pairing+jwt', { ...pairing, key: pairing.key.slice(0, 12) }, KEYS.device),
    },
  ];
}
