import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonBytes } from '../../../src/protocol/json.ts';

const malformed: unknown = expect.objectContaining({ name: 'ProtocolError', code: 'malformed' });

describe('I-JSON', () => {
  it.each([
    ['{"a":1,"a":1}'],
    ['{"a":1,"\\u0061":2}'],
    ['{"":1,"":2}'],
    ['{"a":{"b":1,"c":[{"d":1,"d":2}]}}'],
    ['{"__proto__":1,"__proto__":2}'],
    ['{"a" \n:1, "a"\t:2}'],
    ['{"\\"":1,"\\"":2}'],
  ])('has no member twice: %s', (text) => {
    expect(() => parseJson(text)).toThrow(malformed);
  });

  it.each([
    ['{"a":{"a":{"a":"a"}},"b":"a"}'],
    ['[{"a":1},{"a":1}]'],
    ['{"a":"\\"a\\":1","b":"{\\"a\\":1,\\"a\\":1}"}'],
    ['{"a:":1,"a":2}'],
    ['{"a\\\\":1,"a":"\\\\"}'],
  ])('may have one name in different objects or in text: %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('has 16 levels at most', () => {
    expect(parseJson('['.repeat(16) + ']'.repeat(16))).toBeDefined();
    expect(() => parseJson('['.repeat(17) + ']'.repeat(17))).toThrow(malformed);
    expect(() => parseJson('{"a":'.repeat(17) + '1' + '}'.repeat(17))).toThrow(malformed);
    expect(parseJson(`[${Array.from({ length: 500 }, () => '[]').join()}]`)).toHaveLength(500);
  });

  it.each([[''], [' '], ['{'], ['{} {}'], ["{'a':1}"], ['{"a":1,}'], ['NaN'], ['01'], ['\uFEFF{}'], ['"\n"'], ['// x\n{}']])(
    'is JSON to the letter: %j',
    (text) => {
      expect(() => parseJson(text)).toThrow(malformed);
    },
  );

  it.each([[[0xff]], [[0x22, 0xc3, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]], [[0xef, 0xbb, 0xbf, 0x7b, 0x7d]], [[0xff, 0xfe, 0x7b, 0x00]]])(
    'is UTF-8 without a mark: %j',
    (bytes) => {
      expect(() => parseJsonBytes(new Uint8Array(bytes))).toThrow(malformed);
    },
  );

  it('is read as JSON.parse reads it, when it is read at all', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('finds every doubled member, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json({ maxDepth: 3 }), fc.json({ maxDepth: 3 }), (name, one, other) => {
        const member = JSON.stringify(name);
        expect(() => parseJson(`[0,{"x${name.length}":[],${member}:${one},${member}:${other}}]`)).toThrow(malformed);
      }),
    );
  });
});
