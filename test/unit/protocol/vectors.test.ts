import { describe, expect, it } from 'vitest';
import { appFrameSchema, parseFrame, verifierFrameSchema } from '../../../src/protocol/frames.ts';
import { isCanonicalIssuer } from '../../../src/protocol/issuer.ts';
import { decryptWith } from '../../../src/protocol/jwe.ts';
import { thumbprint } from '../../../src/protocol/keys.ts';
import { messageHash } from '../../../src/protocol/messageHash.ts';
import { verifyMetadata } from '../../../src/protocol/messages/metadata.ts';
import { normalizePairingKey } from '../../../src/protocol/pairingKey.ts';
import { formatPairingLink, parsePairingLink } from '../../../src/protocol/pairingLink.ts';
import { matchingStep, passcodeOfStep, passcodeParametersSchema } from '../../../src/protocol/passcode.ts';
import type { ProtocolErrorCode } from '../../../src/protocol/ProtocolError.ts';
import { parseSignInName } from '../../../src/protocol/signInName.ts';
import { nameSchema } from '../../../src/protocol/text.ts';
import { readMessage } from '../../vectors/readMessage.ts';
import { ISSUER, KEYS } from '../../vectors/samples.ts';
import { type SchemaName, SCHEMAS } from '../../vectors/schemas.ts';
import { readVectors } from '../../vectors/vectorFiles.ts';
import { errorOf, expectCode } from './expectCode.ts';

/** The committed vectors, which other implementations rely on, against this one. */

it.each(readVectors('thumbprints'))('thumbprint of $key', async ({ key, thumbprint: expected }) => {
  expect(await thumbprint(KEYS[key])).toBe(expected);
});

describe('messages', () => {
  it.each(readVectors('messages'))('$name', async (vector) => {
    expect(await readMessage(vector, [vector.key])).toEqual(vector.payload);
    expect(messageHash(vector.message)).toBe(vector.hash);
    await expectCode('bad-header', () => readMessage({ ...vector, typ: 'deskfob-other+jwt' }, [vector.key]));
  });

  it('hold every signed type', () => {
    expect([...new Set(readVectors('messages').map(({ schema }) => schema))].sort()).toEqual([
      'account',
      'answer',
      'attach',
      'attached',
      'event',
      'metadata',
      'mute',
      'pairing',
      'removal',
      'request',
    ]);
  });

  it('hold metadata that fits its pins, and answers to the request beside them', async () => {
    const messages = readVectors('messages');
    const find = (name: string): (typeof messages)[number] | undefined => messages.find((vector) => vector.name === name);
    expect(
      await verifyMetadata(find('metadata')?.message ?? '', { issuer: ISSUER, jkt: await thumbprint(KEYS.identity), seq: 3 }),
    ).toMatchObject({ metadata: { seq: 3 } });
    expect(find('approval')?.payload).toHaveProperty('requestHash', find('request, six digits to type')?.hash);
  });
});

it.each(readVectors('invalid'))('refused as $error: $name', async (vector) => {
  await expectCode(vector.error as ProtocolErrorCode, () => readMessage(vector, vector.pinned));
});

it.each(readVectors('encrypted'))('encrypted: $name', async ({ keys, message, plaintext, error }) => {
  let read: string | undefined;
  const thrown = await errorOf(
    async () =>
      (read = await decryptWith(
        keys.map((key) => KEYS[key]),
        message,
      )),
  );
  expect({ read, error: (thrown as { code?: string } | undefined)?.code }).toEqual({ read: plaintext, error });
});

it.each(readVectors('frames'))('frame from the $from: $name', async ({ from, text, frame, error }) => {
  let read: unknown;
  const thrown = await errorOf(() => (read = parseFrame(text, from === 'app' ? appFrameSchema : verifierFrameSchema)));
  expect({ read, error: (thrown as { code?: string } | undefined)?.code }).toEqual({ read: frame, error });
});

it('shapes', () => {
  for (const { schema, valid, value } of readVectors('shapes'))
    expect(SCHEMAS[schema as SchemaName].safeParse(value).success, `${schema} ${JSON.stringify(value)}`).toBe(valid);
});

it('passcodes', () => {
  const { parameters, codes, accepted } = readVectors('passcodes');
  const parsed = passcodeParametersSchema.parse(parameters);
  for (const { seconds, step, passcode } of codes)
    expect([Math.floor(seconds / 30), passcodeOfStep(parsed, step)]).toEqual([step, passcode]);
  for (const { passcode, seconds, step } of accepted) expect(matchingStep(parsed, passcode, seconds * 1000) ?? null).toBe(step);
});

it.each(readVectors('links'))('link $input', async ({ input, output, error }) => {
  let read: unknown;
  const thrown = await errorOf(() => (read = parsePairingLink(input)));
  expect({ read, error: (thrown as { code?: string } | undefined)?.code }).toEqual({ read: output, error });
});

it('the first link is what this implementation writes', () => {
  const [first] = readVectors('links');
  expect(formatPairingLink(parsePairingLink(first?.input ?? ''))).toBe(first?.input);
});

it.each(readVectors('sign-in-names'))('sign-in name $input', async ({ input, output, error }) => {
  let read: unknown;
  const thrown = await errorOf(() => (read = parseSignInName(input)));
  expect({ read, error: (thrown as { code?: string } | undefined)?.code }).toEqual({ read: output, error });
});

it('pairing keys, issuers and names', () => {
  for (const { kind, input, key } of readVectors('pairing-keys')) expect(normalizePairingKey(kind, input) ?? null).toBe(key);
  for (const { input, canonical } of readVectors('issuers')) expect(isCanonicalIssuer(input), input).toBe(canonical);
  for (const { input, valid } of readVectors('names')) expect(nameSchema.safeParse(input).success, JSON.stringify(input)).toBe(valid);
});
