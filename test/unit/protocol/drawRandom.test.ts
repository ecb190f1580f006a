import { describe, expect, it } from 'vitest';
import { drawRandom } from '../../../src/protocol/drawRandom.ts';

describe('drawRandom', () => {
  it('never gives the same bytes again, over many fillings of its store', () => {
    const drawn = Array.from({ length: 5_000 }, (_, index) =>
      drawRandom(12 + (index % 21))
        .subarray(0, 12)
        .toString('hex'),
    );
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('gives as many bytes as were asked for, none of them left at nought', () => {
    const drawn = Array.from({ length: 1_000 }, () => drawRandom(64));
    expect(new Set(drawn.map((bytes) => bytes.length))).toEqual(new Set([64]));
    // Each of the 64 places has seen each value of a byte, or nearly: 1,000 draws of 256 leave out 5 on average.
    for (let place = 0; place < 64; place += 1) expect(new Set(drawn.map((bytes) => bytes[place])).size).toBeGreaterThan(220);
  });

  it('gives bytes that nobody else holds', () => {
    const one = drawRandom(16);
    const copy = Buffer.from(one);
    for (let more = 0; more < 1_000; more += 1) drawRandom(16).fill(0);
    expect(one).toEqual(copy);
    one.fill(0);
    expect(drawRandom(16)).not.toEqual(one);
  });

  it.each([0, -1, 1.5, 65, NaN])('refuses a size of %s', (size) => {
    expect(() => drawRandom(size)).toThrow(RangeError);
  });
});
