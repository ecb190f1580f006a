import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImportFile } from '../../../../src/main/transfer/ImportFile.ts';
import { isReasonableJson } from '../../../../src/main/transfer/isReasonableJson.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('the shape of a JSON text', () => {
  it('may be as deep and as large as any export', () => {
    expect(isReasonableJson(nested(100))).toBe(true);
    expect(isReasonableJson(`[${'{},'.repeat(499_998)}{}]`)).toBe(true);
  });

  it('may not be deeper or larger than that, whether it ends or not', () => {
    for (const text of [nested(101), '['.repeat(101), '{"a":'.repeat(101), `[${'{},'.repeat(500_000)}{}]`]) {
      expect(isReasonableJson(text)).toBe(false);
      expect(ImportFile.ofText(text).json).toBeUndefined();
    }
  });

  it('does not count what stands in strings', () => {
    const strings = ['['.repeat(1000), `"${'['.repeat(1000)}`, `\\"${'{'.repeat(1000)}\\`, '\\\\'];
    expect(isReasonableJson(JSON.stringify(strings))).toBe(true);
    expect(isReasonableJson(JSON.stringify({ [strings.join('')]: strings }))).toBe(true);
    expect(isReasonableJson(`"${'['.repeat(1000)}`)).toBe(true);
    // A string that has ended hides nothing.
    expect(isReasonableJson(`["\\\\",${'['.repeat(101)}`)).toBe(false);
  });

  it('is that of whatever a program writes', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 5 }), isReasonableJson));
  });
});
