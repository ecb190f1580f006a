import { encryptFor } from '../../src/protocol/jwe.ts';
import { isCanonicalIssuer } from '../../src/protocol/issuer.ts';
import { type MessageType, signMessage, signProof } from '../../src/protocol/jws.ts';
import { publicJwk, thumbprint } from '../../src/protocol/keys.ts';
import { messageHash } from '../../src/protocol/messageHash.ts';
import { normalizePairingKey } from '../../src/protocol/pairingKey.ts';
import { parsePairingLink } from '../../src/protocol/pairingLink.ts';
import { matchingStep, passcodeOfStep, stepAt } from '../../src/protocol/passcode.ts';
import { parseSignInName } from '../../src/protocol/signInName.ts';
import { nameSchema } from '../../src/protocol/text.ts';
import { json64, withPart } from './forge.ts';
import { makeInvalidMessages } from './makeInvalidMessages.ts';
import * as samples from './samples.ts';
import type { SchemaName } from './schemas.ts';
import { SHAPE_CASES } from './shapeCases.ts';
import type { VectorFiles } from './vectorFiles.ts';

const { KEYS } = samples;

/** Makes all vectors anew. The code of every message that must be refused is written down, never taken from what this implementation says. */
export async function makeVectors(): Promise<VectorFiles> {
  const secret = await encryptFor(publicJwk(KEYS.pairing), JSON.stringify(samples.SECRET));
  const requestJws = await signMessage('deskfob-request+jwt', samples.request, KEYS.signing);
  const requestHash = messageHash(requestJws);
  const proof = await signProof('deskfob-pairing+jwt', samples.pairing, KEYS.device);

  const message = async (
    name: string,
    schema: SchemaName,
    key: samples.KeyName,
    payload: object,
    jws?: string,
  ): Promise<VectorFiles['messages'][number]> => {
    const typ: MessageType = `deskfob-${schema as 'request'}+jwt`;
    const signed = jws ?? (await signMessage(typ, payload, KEYS[key]));
    return { name, typ, schema, key, proof: schema === 'pairing', message: signed, hash: messageHash(signed), payload };
  };

  return {
    thumbprints: await Promise.all(
      (Object.keys(KEYS) as samples.KeyName[]).map(async (key) => ({ key, thumbprint: await thumbprint(KEYS[key]) })),
    ),
    messages: [
      await message('metadata', 'metadata', 'identity', samples.metadata),
      await message('pairing proof with the key of a link', 'pairing', 'device', samples.pairing, proof),
      await message(
        'pairing proof with a typed key',
        'pairing',
        'device',
        samples.typedPairing,
        await signProof('deskfob-pairing+jwt', samples.typedPairing, KEYS.device),
      ),
      await message('account', 'account', 'signing', await samples.grant(secret)),
      await message('attach proof', 'attach', 'device', samples.attach),
      await message('attached', 'attached', 'signing', samples.attached),
      await message('request, six digits to type', 'request', 'signing', samples.request, requestJws),
      await message('request, a number to choose', 'request', 'signing', samples.choiceRequest),
      await message('request with nothing optional', 'request', 'signing', samples.plainRequest),
      await message('approval', 'answer', 'device', { ...samples.answer, requestHash }),
      await message('denial', 'answer', 'device', { ...samples.denial, requestHash }),
      ...(await Promise.all(samples.events.map(async (event) => await message(`event ${event.event}`, 'event', 'signing', event)))),
      await message('removal', 'removal', 'device', samples.removal),
      await message('mute', 'mute', 'device', samples.mute),
    ],
    invalid: await makeInvalidMessages(requestJws),
    encrypted: await encrypted(proof, secret),
    frames: frames(requestJws),
    shapes: SHAPE_CASES.flatMap(({ file, valid, broken }) => [
      ...valid.map((value) => ({ schema: file, valid: true, value })),
      ...Object.entries(broken).flatMap(([member, values]) =>
        values.map((value) => ({ schema: file, valid: false, value: { ...valid[0], [member]: value } })),
      ),
    ]),
    passcodes: passcodes(),
    links: links(),
    'sign-in-names': [
      'anna@verify.example.com',
      ' Anna@Verify.Example.COM ',
      'a.b-c_9@host:8443',
      'anna@[2001:db8::7]:8443',
      'anna@xn--mnchen-3ya.example',
      'anna@münchen.example',
      'anna@host:443',
      'anna@host.',
      'anna@host/path',
      'anna@https://host',
      'anna@ban\u212a.example',
      'anna',
      '@host',
      '.anna@host',
    ].map((input) => read(input, () => ({ ...parseSignInName(input) }))),
    'pairing-keys': (
      [
        ['typed', 'K7QF-9M2X-4T8W'],
        ['typed', 'k7qf 9m2x 4t8w'],
        ['typed', 'K7QF\u20139M2X\u20144T8W'],
        ['typed', 'OoIi-Ll00-1122'],
        ['typed', 'K7QF-9M2X-4T8U'],
        ['typed', 'K7QF-9M2X-4T8'],
        ['typed', '\u212a7QF-9M2X-4T8W'],
        ['typed', 'K7QF-9M2X-4T8\u017f'],
        ['typed', 'K7QF\u22129M2X\u22124T8W'],
        ['link', samples.LINK_KEY],
        ['link', samples.LINK_KEY.toLowerCase()],
        ['link', samples.TYPED_KEY],
        ['typed', samples.LINK_KEY],
      ] as const
    ).map(([kind, input]) => ({ kind, input, key: normalizePairingKey(kind, input) ?? null })),
    issuers: [
      'https://verify.example.com',
      'https://verify.example.com:8443/tenant',
      'http://localhost:4400',
      'http://[::1]',
      'https://[2001:db8::7]',
      'https://xn--mnchen-3ya.example',
      'https://verify.example.com/',
      'https://Verify.example.com',
      'https://verify.example.com:443',
      'https://verify.example.com.',
      'https://u@verify.example.com',
      'https://verify.example.com?x',
      'https://verify.example.com#',
      'https://münchen.example',
      'https://[2001:DB8::7]',
      'https://0x7f.1',
      'https://a.example/b/../c',
      'https://a.example//b',
      'https://a.example/%62',
      'http://verify.example.com',
      'http://127.0.0.1.example.com',
      'wss://verify.example.com',
      '',
    ].map((input) => ({ input, canonical: isCanonicalIssuer(input) })),
    names: [
      'Anna Weber',
      '株式会社テスト',
      '😀'.repeat(64),
      '😀'.repeat(65),
      '',
      ' ',
      'a\u202eb',
      'a\u200bb',
      'a\u200db',
      'a\nb',
      'a\u2028b',
      '\ue000',
      '\ud800',
      '\u3164',
      'a\u0301',
      '<b>',
    ].map((input) => ({ input, valid: nameSchema.safeParse(input).success })),
  };
}

function read(input: string, parse: () => Record<string, string>): VectorFiles['links'][number] {
  try {
    return { input, output: parse() };
  } catch {
    return { input, error: 'malformed' };
  }
}

async function encrypted(proof: string, secret: string): Promise<VectorFiles['encrypted']> {
  const body = await encryptFor(publicJwk(KEYS.encryption), proof);
  const header = JSON.parse(Buffer.from(body.split('.')[0] ?? '', 'base64url').toString()) as object;
  return [
    { name: 'body of a pairing', keys: ['encryption'], message: body, plaintext: proof },
    { name: 'secret of an account', keys: ['pairing'], message: secret, plaintext: JSON.stringify(samples.SECRET) },
    { name: 'for another recipient', keys: ['pairing'], message: body, error: 'unknown-key' },
    {
      name: 'another key agreement',
      keys: ['encryption'],
      message: withPart(body, 0, json64({ ...header, alg: 'ECDH-ES+A256KW' })),
      error: 'bad-header',
    },
    {
      name: 'another encryption',
      keys: ['encryption'],
      message: withPart(body, 0, json64({ ...header, enc: 'A128GCM' })),
      error: 'bad-header',
    },
    {
      name: 'a header member more',
      keys: ['encryption'],
      message: withPart(body, 0, json64({ ...header, apu: 'QQ' })),
      error: 'bad-header',
    },
    { name: 'compressed', keys: ['encryption'], message: withPart(body, 0, json64({ ...header, zip: 'DEF' })), error: 'bad-header' },
    { name: 'an encrypted key', keys: ['encryption'], message: withPart(body, 1, 'QQ'), error: 'malformed' },
    { name: 'a changed tag', keys: ['encryption'], message: withPart(body, 4, 'A'.repeat(22)), error: 'cannot-decrypt' },
    { name: 'a short tag', keys: ['encryption'], message: withPart(body, 4, 'A'.repeat(16)), error: 'malformed' },
    {
      name: 'another ephemeral key',
      keys: ['encryption'],
      message: withPart(body, 0, json64({ ...header, epk: publicJwk(KEYS.stranger) })),
      error: 'cannot-decrypt',
    },
    { name: 'too large', keys: ['encryption'], message: withPart(body, 3, 'A'.repeat(65_536)), error: 'too-large' },
  ];
}

function frames(jws: string): VectorFiles['frames'] {
  const good = (from: 'verifier' | 'app', frame: { type: string }): VectorFiles['frames'][number] => ({
    name: frame.type,
    from,
    text: JSON.stringify(frame),
    frame,
  });
  const bad = (name: string, from: 'verifier' | 'app', text: string, error: string): VectorFiles['frames'][number] => ({
    name,
    from,
    text,
    error,
  });
  const hello = { type: 'hello', nonce: samples.NONCE };
  const received = { type: 'received', id: 'req-1' };
  return [
    good('verifier', hello),
    good('verifier', { type: 'attached', reply: jws } as { type: string }),
    good('verifier', { type: 'request', request: jws } as { type: string }),
    good('verifier', { type: 'event', event: jws } as { type: string }),
    good('verifier', { type: 'error', code: 'throttled', message: 'Wait a minute.', id: 'req-1' } as { type: string }),
    good('app', { type: 'attach', nonce: samples.APP_NONCE, supports: ['kind:sign-in', 'match:entry', 'later:thing'], proofs: [jws] } as {
      type: string;
    }),
    good('app', received),
    good('app', { type: 'answer', answer: jws } as { type: string }),
    good('app', { type: 'remove', proof: jws } as { type: string }),
    good('app', { type: 'mute', mute: jws } as { type: string }),
    { name: 'a member of a later version', from: 'app', text: JSON.stringify({ ...received, colour: 'blue' }), frame: received },
    bad('a later type', 'verifier', '{"type":"telemetry"}', 'unsupported'),
    bad('a later error code', 'verifier', '{"type":"error","code":"tired","message":""}', 'unsupported'),
    bad('no type', 'verifier', '{}', 'malformed'),
    bad('type as a number', 'verifier', '{"type":1}', 'malformed'),
    bad('a member twice', 'verifier', `{"type":"error","type":"hello","nonce":"${samples.NONCE}"}`, 'malformed'),
    bad('not JSON', 'app', 'hello', 'malformed'),
    bad('seventeen levels', 'app', `{"type":"received","id":"a","x":${'['.repeat(16)}${']'.repeat(16)}}`, 'malformed'),
    bad('a byte order mark', 'app', `\uFEFF${JSON.stringify(received)}`, 'malformed'),
    bad('65,537 bytes in fewer characters', 'app', padded(65_537), 'too-large'),
  ];
}

/** A frame of exactly so many bytes, most of its characters three bytes long. */
function padded(bytes: number): string {
  const frame = (x: string): string => JSON.stringify({ type: 'received', id: 'req-1', x });
  const missing = bytes - frame('').length;
  return frame('€'.repeat(Math.floor(missing / 3)) + 'x'.repeat(missing % 3));
}

function passcodes(): VectorFiles['passcodes'] {
  const parameters = samples.SECRET.passcode;
  const now = 1_234_567_890;
  const step = stepAt(parameters, now * 1000);
  return {
    parameters,
    codes: [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000].map((seconds) => {
      const at = stepAt(parameters, seconds * 1000);
      return { seconds, step: at, passcode: passcodeOfStep(parameters, at) };
    }),
    accepted: [...[-2, -1, 0, 1, 2].map((offset) => passcodeOfStep(parameters, step + offset)), '05924', ' 005924', '００５９２４'].map(
      (passcode) => ({ passcode, seconds: now, step: matchingStep(parameters, passcode, now * 1000) ?? null }),
    ),
  };
}

function links(): VectorFiles['links'] {
  const issuer = encodeURIComponent(samples.ISSUER);
  const jkt = 'A'.repeat(43);
  const rest = `issuer=${issuer}&key=${samples.LINK_KEY}&jkt=${jkt}`;
  return [
    `deskfob://pair?${rest}`,
    `deskfob://pair/?${rest}`,
    `  deskfob://pair?${rest}\n`,
    `DESKFOB://pair?${rest}`,
    `deskfob://pair?key=${samples.LINK_KEY.toLowerCase()}&issuer=${samples.ISSUER}`,
    `deskfob://pair?${rest}&issuer=https%3A%2F%2Fevil.example`,
    `deskfob://pair?${rest}&auto=1`,
    `deskfob://pair?issuer=${issuer}`,
    `deskfob://pair?key=${samples.LINK_KEY}`,
    `deskfob://pair?issuer=${issuer}&key=${samples.LINK_KEY}&jkt=`,
    `deskfob://pair?issuer=${issuer}%2F&key=${samples.LINK_KEY}`,
    `deskfob://pair?issuer=${issuer}&key=${samples.TYPED_KEY}`,
    `deskfob://unpair?${rest}`,
    `deskfob://pair/x?${rest}`,
    `deskfob://evil@pair?${rest}`,
    `deskfob://pair?${rest}#`,
    `deskfob://pa\nir?${rest}`,
    `https://pair?${rest}`,
    '',
  ].map((input) => read(input, () => ({ ...parsePairingLink(input) })));
}
