import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountLink } from '../../bench/qr/accountLinks.ts';
import { HARD_WAYS, type HardPicture, hardPicture, pictureOf, waysOf } from '../../bench/qr/hardPictures.ts';
import { photograph } from '../../bench/qr/Scene.ts';
import { normal, seededRandom } from '../../bench/qr/seededRandom.ts';
import { defocus, shake } from '../../bench/qr/spoil.ts';

const digest = ({ grey }: HardPicture): string => createHash('sha256').update(grey.pixels).digest('hex');

describe('a hard picture', () => {
  it('is the same, byte by byte, for the same seed and index', () => {
    for (const index of [1, 12]) {
      const first = hardPicture(4, index);
      const again = hardPicture(4, index);
      expect(again.text).toBe(first.text);
      expect(digest(again)).toBe(digest(first));
    }
  });

  it('is another one for another seed or index', () => {
    const digests = [hardPicture(4, 0), hardPicture(5, 0), hardPicture(4, 14), hardPicture(4, 28)].map(digest);
    expect(new Set(digests).size).toBe(4);
  });

  it('has 640 × 480 grey pixels', () => {
    const { width, height, pixels } = hardPicture(4, 3).grey;
    expect([width, height, pixels.length]).toEqual([640, 480, 640 * 480]);
  });

  it('is hard in one way and in two by turns, and each way and each pair has its turn', () => {
    const rounds = Array.from({ length: 42 }, (_, index) => waysOf(index));
    expect(new Set(rounds.filter((_, index) => index % 2 === 0).flat())).toEqual(new Set(HARD_WAYS));
    expect(new Set(rounds.filter((_, index) => index % 2 === 1).map((pair) => pair.join('+'))).size).toBe(21);
  });

  it('differs from an easy one of the same text', () => {
    const easy = pictureOf([], seededRandom(9));
    for (const way of HARD_WAYS) {
      const hard = pictureOf([way], seededRandom(9));
      expect(hard.text).toBe(easy.text);
      expect(digest(hard)).not.toBe(digest(easy));
    }
  });

  it('keeps the whole code in the picture, however it is turned', () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const { width, height, pixels } = pictureOf(['rotation', 'perspective'], seededRandom(seed)).grey;
      // White belongs to the card alone, so none of it is at the edge.
      const edge = Array.from(pixels).filter((_, place) => {
        const [x, y] = [place % width, Math.floor(place / width)];
        return x === 0 || y === 0 || x === width - 1 || y === height - 1;
      });
      expect(Math.max(...edge)).toBeLessThan(180);
    }
  });
});

it('the links have 40 to 220 characters', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const link = accountLink(seededRandom(seed));
      expect(link.length).toBeGreaterThanOrEqual(40);
      expect(link.length).toBeLessThanOrEqual(220);
      expect(() => new URL(link)).not.toThrow();
    }),
  );
});

describe('the random numbers', () => {
  it('are those of mulberry32', () => {
    // Its published form, step by step, for the seed 1.
    const random = seededRandom(1);
    expect([random(), random(), random()].map((number) => number * 2 ** 32)).toEqual([2693262067, 11749833, 2265367787]);
  });

  it('have the mean and the deviation that they should', () => {
    const random = seededRandom(7);
    const samples = Array.from({ length: 20_000 }, () => normal(random));
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
    const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});

describe('a photograph', () => {
  const code = [
    [true, false],
    [false, true],
  ];
  const straight = { side: 40, x: 0, y: 0, turn: 0, tilt: 0, tiltAxis: 0 };
  const at = (light: ReturnType<typeof photograph>, x: number, y: number): number => light.values[y * light.width + x] ?? -1;

  it('shows the code where it lies', () => {
    const light = photograph(code, straight, 100, 80);
    expect([at(light, 40, 30), at(light, 60, 30), at(light, 40, 50), at(light, 60, 50)]).toEqual([0, 1, 1, 0]);
    expect(at(light, 5, 5)).toBeCloseTo(0.62);
  });

  it('turns it', () => {
    const light = photograph(code, { ...straight, turn: Math.PI / 2 }, 100, 80);
    expect([at(light, 40, 30), at(light, 60, 30)]).toEqual([1, 0]);
  });

  it('shows what is farther away smaller', () => {
    const light = photograph([[true]], { ...straight, tilt: 0.8, tiltAxis: 0 }, 100, 80);
    const widths = Array.from(
      { length: 80 },
      (_, y) => Array.from({ length: 100 }, (_, x) => at(light, x, y)).filter((value) => value === 0).length,
    );
    const rows = widths.filter((width) => width > 0);
    expect(Math.abs((rows[1] ?? 0) - (rows.at(-2) ?? 0))).toBeGreaterThan(5);
  });

  it('keeps its light when it is out of focus or shaken', () => {
    const light = photograph(code, straight, 100, 80);
    const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);
    expect(sum(defocus(light, 2).values)).toBeCloseTo(sum(light.values), 0);
    expect(sum(shake(light, 6, 1).values)).toBeCloseTo(sum(light.values), 0);
  });
});
