import { encode } from 'uqr';
import type { Grey } from '../../harness/qrPictures.ts';
import { accountLink } from './accountLinks.ts';
import { type Light, photograph, type Placement } from './Scene.ts';
import { between, oneOf, type Random, seededRandom } from './seededRandom.ts';
import { defocus, fade, moire, noise, shake } from './spoil.ts';

/**
 * Readers are scored on the pictures of this seed, and nothing is chosen by them: neither how hard the pictures are nor how the
 * app reads them. Both were tuned on the pictures of seeds 1, 2 and 3.
 */
export const SCORING_SEED = 20_261;

export const HARD_WAYS = ['noise', 'blur', 'rotation', 'perspective', 'low contrast', 'small', 'moiré'] as const;
export type HardWay = (typeof HARD_WAYS)[number];

const PAIRS = HARD_WAYS.flatMap((first, index) => HARD_WAYS.slice(index + 1).map((second) => [first, second] as const));
const WIDTH = 640;
const HEIGHT = 480;
/** Of a sensor in good light, from 0 to 1. */
const SENSOR_NOISE = 0.008;

export interface HardPicture {
  /** What makes it hard: nothing, one thing, or two. */
  readonly ways: readonly HardWay[];
  readonly text: string;
  readonly grey: Grey;
}

/** Pictures 640 × 480 of one code each, hard in one way and in two by turns. The same seed and index give the same bytes. */
export function hardPicture(seed: number, index: number): HardPicture {
  return pictureOf(waysOf(index), seededRandom(Math.imul(seed, 0x9e3779b1) + index));
}

/** What makes the picture of this index hard: one way after the other at even ones, each pair of ways at odd ones. */
export function waysOf(index: number): readonly HardWay[] {
  const turn = Math.floor(index / 2);
  return index % 2 === 0 ? HARD_WAYS.slice(turn % HARD_WAYS.length).slice(0, 1) : (PAIRS[turn % PAIRS.length] ?? []);
}

/** A picture of one code that is hard in these ways only; without any, an easy one. */
export function pictureOf(ways: readonly HardWay[], random: Random): HardPicture {
  const text = accountLink(random);
  const code = encode(text, { border: 4, ecc: oneOf(random, ['L', 'M', 'M', 'Q']) }).data;
  // Two difficulties at once are each a little less.
  const hard = (way: HardWay): number => (ways.includes(way) ? between(random, 0, ways.length > 1 ? 0.75 : 1) : 0);
  const placement = placed(code.length, { turn: hard('rotation'), tilt: hard('perspective'), small: hard('small') }, random);
  const dot = placement.side / code.length;
  let light = photograph(code, placement, WIDTH, HEIGHT);
  if (ways.includes('moiré')) light = moire(light, 0.35 + 0.6 * hard('moiré'), random);
  if (ways.includes('blur')) light = blurred(light, dot, hard('blur'), random);
  if (ways.includes('low contrast')) light = fade(light, 0.2 - 0.18 * hard('low contrast'), random);
  light = noise(light, ways.includes('noise') ? 0.1 + 0.4 * hard('noise') : SENSOR_NOISE, random);
  return { ways, text, grey: developed(light) };
}

interface Hardness {
  readonly turn: number;
  readonly tilt: number;
  readonly small: number;
}

/** A code that is turned is smaller, too, for its corners to stay in the picture. */
function placed(size: number, { turn, tilt, small }: Hardness, random: Random): Placement {
  const upright = turn > 0 ? between(random, 200, 320) * (1 - turn / 2) : between(random, 260, 400);
  const side = small > 0 ? size * (2.4 - 1.4 * small) : upright;
  const room = turn > 0 || tilt > 0 ? side * 1.42 : side;
  return {
    side,
    x: between(random, -0.5, 0.5) * Math.max(0, WIDTH - room),
    y: between(random, -0.5, 0.5) * Math.max(0, HEIGHT - room),
    turn: turn > 0 ? between(random, 0, 2 * Math.PI) : between(random, -0.05, 0.05),
    tilt: tilt > 0 ? 0.5 + 0.65 * tilt : 0,
    tiltAxis: between(random, 0, 2 * Math.PI),
  };
}

function blurred(light: Light, dot: number, hardness: number, random: Random): Light {
  if (random() < 0.5) return defocus(light, dot * (0.35 + 0.6 * hardness));
  return shake(light, dot * (0.8 + 1.6 * hardness), between(random, 0, Math.PI));
}

function developed({ width, height, values }: Light): Grey {
  return { width, height, pixels: Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round(value * 235 + 10)))) };
}
