import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badgeColour, initialsOf, SITE_COLOURS } from '../../../src/renderer/components/siteColours.ts';

const tokens = readFileSync(resolve(import.meta.dirname, '../../../src/renderer/styles/tokens.css'), 'utf8');

type Rgb = readonly [number, number, number];
const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
/** `color-mix(in srgb, a share, b)` */
const mix = (a: Rgb, share: number, b: Rgb): Rgb => a.map((value, at) => value * share + (b[at] ?? 0) * (1 - share)) as unknown as Rgb;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** WCAG 2.2, contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

/** Light and dark, as they are and with more contrast, as the tokens have them. */
function looks(): { panel: Rgb; ink: Rgb }[] {
  const valuesOf = (name: string) => [...tokens.matchAll(new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`, 'g'))];
  return valuesOf('panel').flatMap(([, light = '', dark = ''], at) => {
    const [, lightInk = '', darkInk = ''] = valuesOf('ink')[at] ?? [];
    return [
      { panel: rgb(light), ink: rgb(lightInk) },
      { panel: rgb(dark), ink: rgb(darkInk) },
    ];
  });
}
const share = (name: string): number => Number(new RegExp(`--${name}: (\\d+)%`).exec(tokens)?.[1]) / 100;

describe('the badge of a site', () => {
  it.each(SITE_COLOURS)('can be read on %s in every look', (colour) => {
    expect(looks()).toHaveLength(4);
    for (const { panel, ink } of looks()) {
      const ground = mix(rgb(colour), share('badge-ground'), panel);
      const letters = mix(rgb(colour), share('badge-ink'), ink);
      expect(contrast(ground, letters)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('has the same colour for the same name, however it is written, and different ones for different names', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (name) => SITE_COLOURS.includes(badgeColour(name) as never) && badgeColour(` ${name} `) === badgeColour(name),
      ),
    );
    expect(badgeColour('GITHUB')).toBe(badgeColour('GitHub'));
    expect(new Set(Array.from({ length: 200 }, (_, n) => badgeColour(`Site ${n}`))).size).toBe(SITE_COLOURS.length);
  });

  it.each([
    ['GitHub', 'G'],
    ['Amazon Web Services', 'AW'],
    ['old-router', 'OR'],
    ['éclair café', 'ÉC'],
    ['«Bank» 24', 'B2'],
    ['شركة القاهرة', 'شا'],
    ['東京 電力', '東電'],
    ['🔑', '·'],
    ['', '·'],
  ])('of %s says %s', (name, letters) => {
    expect(initialsOf(name)).toBe(letters);
  });
});
