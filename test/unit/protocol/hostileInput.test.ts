import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decryptWith, encryptFor } from '../../../src/protocol/jwe.ts';
import { peekPayload, signMessage, signProof, verifyMessage, verifyProof } from '../../../src/protocol/jws.ts';
import { publicJwk } from '../../../src/protocol/keys.ts';
import { eventSchema } from '../../../src/protocol/messages/event.ts';
import { verifyMetadata } from '../../../src/protocol/messages/metadata.ts';
import { pairingProofSchema } from '../../../src/protocol/messages/pairing.ts';
import { removalSchema } from '../../../src/protocol/messages/removal.ts';
import { requestSchema } from '../../../src/protocol/messages/request.ts';
import { ACCOUNT, ISSUER, KEYS, pairing, pinned, request } from '../../vectors/samples.ts';
import { expectProtocolErrorAtMost } from './expectCode.ts';
import { b64, forge } from '../../vectors/forge.ts';

const base64url = fc.uint8Array({ maxLength: 64 }).map((bytes) => b64(bytes));
const compact = (parts: number): fc.Arbitrary<string> =>
  fc.array(fc.oneof(base64url, fc.json().map(b64), fc.string()), { minLength: parts, maxLength: parts }).map((all) => all.join('.'));
const text = fc.oneof(fc.string({ unit: 'binary' }), compact(3), compact(5), fc.json());

it('arbitrary text', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (input) => {
      await expectProtocolErrorAtMost(() => verifyMessage('deskfob-request+jwt', input, requestSchema, pinned('signing')));
      await expectProtocolErrorAtMost(() => verifyProof('deskfob-pairing+jwt', input, pairingProofSchema));
      await expectProtocolErrorAtMost(() => peekPayload(input, requestSchema));
      await expectProtocolErrorAtMost(() => decryptWith([KEYS.encryption], input));
      await expectProtocolErrorAtMost(() => verifyMetadata(input, { issuer: ISSUER }));
    }),
    { numRuns: 500 },
  );
});

it('arbitrary JSON, signed by the right key', async () => {
  const payload = fc.oneof(
    fc.jsonValue({ maxDepth: 6 }),
    fc.record(
      {
        v: fc.oneof(fc.constant(1), fc.jsonValue()),
        must: fc.jsonValue(),
        event: fc.oneof(fc.constant('settled'), fc.jsonValue()),
        match: fc.jsonValue(),
        origin: fc.jsonValue(),
        identity: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(payload, async (value) => {
      const body = typeof value === 'object' && value !== null ? value : { value };
      const signed = await signMessage('deskfob-request+jwt', body, KEYS.signing);
      await expectProtocolErrorAtMost(() => verifyMessage('deskfob-request+jwt', signed, requestSchema, pinned('signing')));
      const event = await signMessage('deskfob-event+jwt', body, KEYS.signing);
      await expectProtocolErrorAtMost(() => verifyMessage('deskfob-event+jwt', event, eventSchema, pinned('signing')));
      await expectProtocolErrorAtMost(() => verifyMetadata(signed, { issuer: ISSUER }));
    }),
    { numRuns: 200 },
  );
});

it('arbitrary headers over a good payload', async () => {
  const header = fc.record(
    {
      alg: fc.constantFrom('ES256', 'none', null),
      typ: fc.oneof(fc.constant('deskfob-pairing+jwt'), fc.jsonValue()),
      jwk: fc.oneof(fc.constant(publicJwk(KEYS.device)), fc.jsonValue()),
      kid: fc.jsonValue(),
      crit: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(header, async (value) => {
      const jws = await forge(value, pairing, KEYS.device);
      await expectProtocolErrorAtMost(() => verifyProof('deskfob-pairing+jwt', jws, pairingProofSchema));
      await expectProtocolErrorAtMost(() =>
        decryptWith([KEYS.encryption], `${jws.split('.')[0] ?? ''}..${'A'.repeat(16)}.AA.${'A'.repeat(22)}`),
      );
    }),
    { numRuns: 200 },
  );
});

it('what is signed and encrypted comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), fc.string({ unit: 'grapheme' }), async (jti, plaintext) => {
      const removal = { v: 1, iss: ACCOUNT, aud: ISSUER, jti } as const;
      expect(
        await verifyMessage(
          'deskfob-removal+jwt',
          await signMessage('deskfob-removal+jwt', removal, KEYS.device),
          removalSchema,
          pinned('device'),
        ),
      ).toEqual(removal);
      expect(
        await verifyProof(
          'deskfob-pairing+jwt',
          await signProof('deskfob-pairing+jwt', { ...pairing, jti }, KEYS.device),
          pairingProofSchema,
        ),
      ).toEqual({ payload: { ...pairing, jti }, jwk: publicJwk(KEYS.device) });
      expect(await decryptWith([KEYS.encryption], await encryptFor(KEYS.encryption, plaintext))).toBe(plaintext);
    }),
    { numRuns: 60 },
  );
});

it('any change of any byte of a signed message ends in a ProtocolError', async () => {
  const good = await signMessage('deskfob-request+jwt', request, KEYS.signing);
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.string({ unit: 'binary', maxLength: 2 }), async (at, piece) => {
      const jws = good.slice(0, at) + piece + good.slice(at + 1);
      if (jws === good) return;
      await expect(verifyMessage('deskfob-request+jwt', jws, requestSchema, pinned('signing'))).rejects.toHaveProperty(
        'name',
        'ProtocolError',
      );
    }),
    { numRuns: 300 },
  );
});
