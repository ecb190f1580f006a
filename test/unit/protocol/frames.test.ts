import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { appFrameSchema, CLOSE, knownCapabilities, parseFrame, verifierFrameSchema } from '../../../src/protocol/frames.ts';
import { signMessage } from '../../../src/protocol/jws.ts';
import { LIMITS } from '../../../src/protocol/limits.ts';
import { expectProtocolErrorAtMost } from './expectCode.ts';
import { APP_NONCE, attach, KEYS, NONCE } from '../../vectors/samples.ts';

let jws = '';
beforeAll(async () => {
  jws = await signMessage('deskfob-attach+jwt', attach, KEYS.device);
});
const code = (expected: string): unknown => expect.objectContaining({ name: 'ProtocolError', code: expected });

describe('frames', () => {
  it('are read on either side', () => {
    const fromVerifier = [
      { type: 'hello', nonce: NONCE },
      { type: 'attached', reply: jws },
      { type: 'request', request: jws },
      { type: 'event', event: jws },
      { type: 'error', code: 'throttled', message: '', id: 'req-1' },
    ];
    const fromApp = [
      { type: 'attach', nonce: APP_NONCE, supports: ['kind:sign-in', 'later:thing'], proofs: [jws] },
      { type: 'received', id: 'req-1' },
      { type: 'answer', answer: jws },
      { type: 'remove', proof: jws },
      { type: 'mute', mute: jws },
      { type: 'error', code: 'malformed', message: 'x' },
    ];
    for (const frame of fromVerifier) expect(parseFrame(JSON.stringify(frame), verifierFrameSchema)).toEqual(frame);
    for (const frame of fromApp) expect(parseFrame(JSON.stringify(frame), appFrameSchema)).toEqual(frame);
  });

  it('lose members that this version does not know', () => {
    expect(parseFrame(JSON.stringify({ type: 'received', id: 'a', colour: 'blue' }), appFrameSchema)).toEqual({
      type: 'received',
      id: 'a',
    });
  });

  it.each([
    ['a later type', { type: 'telemetry' }],
    ['a type of the other side', { type: 'attach', nonce: APP_NONCE, supports: [], proofs: ['x'] }],
    ['a later error code', { type: 'error', code: 'tired', message: '' }],
  ])('of %s are unsupported', (_name, frame) => {
    expect(() => parseFrame(JSON.stringify(frame), verifierFrameSchema)).toThrow(code('unsupported'));
  });

  it.each([
    ['not JSON', 'hello'],
    ['empty', ''],
    ['null', 'null'],
    ['an array', '[{"type":"hello"}]'],
    ['without type', '{}'],
    ['with a number as type', '{"type":5}'],
    ['with type twice', `{"type":"error","type":"hello","nonce":"${NONCE}"}`],
    ['without the nonce', '{"type":"hello"}'],
    ['with a short nonce', '{"type":"hello","nonce":"AAAA"}'],
    ['with a message that is no JWS', '{"type":"request","request":"x"}'],
    ['with an error text in another script', '{"type":"error","code":"conflict","message":"\\u202e"}'],
    ['nested too deeply', `{"type":"hello","nonce":"${NONCE}","x":${'['.repeat(20)}${']'.repeat(20)}}`],
  ])('%s are malformed', (_name, text) => {
    expect(() => parseFrame(text, verifierFrameSchema)).toThrow(code('malformed'));
  });

  it('carry 1 to 50 proofs and at most 32 short capabilities', () => {
    const frame = (proofs: number, supports: string[] = []): string =>
      JSON.stringify({ type: 'attach', nonce: APP_NONCE, supports, proofs: Array.from({ length: proofs }, () => jws) });
    expect(parseFrame(frame(LIMITS.proofsPerAttach), appFrameSchema)).toHaveProperty('type', 'attach');
    for (const text of [
      frame(0),
      frame(51),
      frame(
        1,
        Array.from({ length: 33 }, () => 'a'),
      ),
      frame(1, ['x'.repeat(65)]),
      frame(1, ['']),
    ])
      expect(() => parseFrame(text, appFrameSchema)).toThrow(code('malformed'));
  });

  it('with 50 proofs fit into one frame', () => {
    const longest = {
      v: 1,
      iss: 'x'.repeat(64),
      aud: `https://${'a'.repeat(63)}.example/${'b'.repeat(100)}`,
      nonce: 'A'.repeat(86),
      seq: Number.MAX_SAFE_INTEGER,
    };
    const characters = 50 * (Math.ceil((JSON.stringify(longest).length * 4) / 3) + 87 + 150);
    expect(characters).toBeLessThan(LIMITS.frameBytes);
  });

  it('are measured in bytes, not in characters', () => {
    const pad = (characters: number): string => `{"type":"received","id":"a","x":"${'€'.repeat(characters)}"}`;
    const most = Math.floor((LIMITS.frameBytes - pad(0).length) / 3);
    expect(parseFrame(pad(most), appFrameSchema)).toEqual({ type: 'received', id: 'a' });
    expect(pad(most + 1).length).toBeLessThan(LIMITS.frameBytes);
    expect(() => parseFrame(pad(most + 1), appFrameSchema)).toThrow(code('too-large'));
  });

  it('never throw anything but ProtocolError', async () => {
    const frame = fc.record(
      {
        type: fc.constantFrom('hello', 'attach', 'error', 'request', 'x', 5, null),
        nonce: fc.anything(),
        proofs: fc.anything(),
        request: fc.anything(),
        code: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      frame.map((value) => JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member)) ?? ''),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(appFrameSchema, verifierFrameSchema), async (input, schema) => {
        await expectProtocolErrorAtMost(() => parseFrame(input, schema));
      }),
      { numRuns: 1000 },
    );
  });
});

it('capabilities of a later version are left out', () => {
  expect(knownCapabilities(['match:entry', 'match:gesture', 'kind:pairing', '__proto__'])).toEqual(['match:entry', 'kind:pairing']);
});

it('close codes lie in the ranges of RFC 6455', () => {
  for (const value of Object.values(CLOSE)) expect(value === 1001 || value === 1009 || (value >= 4000 && value <= 4999)).toBe(true);
  expect(new Set(Object.values(CLOSE)).size).toBe(Object.keys(CLOSE).length);
});
