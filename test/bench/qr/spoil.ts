import type { Light } from './Scene.ts';
import { between, normal, type Random } from './seededRandom.ts';

/** Out of focus. `sigma` in pixels. */
export function defocus(light: Light, sigma: number): Light {
  const reach = Math.ceil(sigma * 3);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, place) => Math.exp(-((place - reach) ** 2) / (2 * sigma ** 2)));
  const taps = weights.map((weight, place) => ({ weight, step: place - reach }));
  const across = smear(
    light,
    taps.map(({ weight, step }) => ({ weight, x: step, y: 0 })),
  );
  return smear(
    across,
    taps.map(({ weight, step }) => ({ weight, x: 0, y: step })),
  );
}

/** Moved while the picture was taken, so many pixels, in this direction. */
export function shake(light: Light, length: number, direction: number): Light {
  const count = Math.max(2, Math.ceil(length) + 1);
  const taps = Array.from({ length: count }, (_, index) => {
    const along = (index / (count - 1) - 0.5) * length;
    return { weight: 1, x: Math.round(along * Math.cos(direction)), y: Math.round(along * Math.sin(direction)) };
  });
  return smear(light, taps);
}

/** A screen's grid seen by a sensor's: waves of light and dark that belong to neither. `depth` from 0 (none) to 1. */
export function moire(light: Light, depth: number, random: Random): Light {
  const waves = Array.from({ length: 2 }, () => {
    const direction = between(random, 0, Math.PI);
    const turns = (2 * Math.PI) / between(random, 2.5, 14);
    return { x: Math.cos(direction) * turns, y: Math.sin(direction) * turns, start: between(random, 0, 2 * Math.PI) };
  });
  return each(light, (value, x, y) => {
    const wave = waves.reduce((sum, one) => sum + Math.sin(x * one.x + y * one.y + one.start), 0) / waves.length;
    return value * (1 - depth / 2 + (depth / 2) * wave);
  });
}

/** Leaves `contrast` (of 1) between black and white, darker towards one side by as much again. */
export function fade(light: Light, contrast: number, random: Random): Light {
  const black = between(random, 0.05, 0.9 - 2 * contrast);
  const direction = between(random, 0, 2 * Math.PI);
  return each(light, (value, x, y) => {
    const along = ((x / light.width - 0.5) * Math.cos(direction) + (y / light.height - 0.5) * Math.sin(direction)) / Math.SQRT2;
    return black + contrast * (value + 0.5 + along);
  });
}

/** The sensor's own. `deviation` from 0 to 1. */
export function noise(light: Light, deviation: number, random: Random): Light {
  return each(light, (value) => value + deviation * normal(random));
}

function each({ width, height, values }: Light, change: (value: number, x: number, y: number) => number): Light {
  return { width, height, values: values.map((value, place) => change(value, place % width, Math.floor(place / width))) };
}

interface Tap {
  readonly weight: number;
  readonly x: number;
  readonly y: number;
}

/** Each pixel becomes an average of some around it; beyond the edge, the edge goes on. */
function smear({ width, height, values }: Light, taps: readonly Tap[]): Light {
  const total = taps.reduce((sum, { weight }) => sum + weight, 0);
  const smeared = new Float32Array(values.length);
  for (const { weight, x: right, y: below } of taps) {
    const columns = Int32Array.from({ length: width }, (_, x) => Math.min(width - 1, Math.max(0, x + right)));
    for (let y = 0; y < height; y += 1) {
      const row = Math.min(height - 1, Math.max(0, y + below)) * width;
      for (let x = 0; x < width; x += 1) {
        const place = y * width + x;
        smeared[place] = (smeared[place] ?? 0) + ((values[row + (columns[x] ?? 0)] ?? 0) * weight) / total;
      }
    }
  }
  return { width, height, values: smeared };
}
