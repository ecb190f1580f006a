import { expect, it } from 'vitest';
import { type Compared, rowsOf } from '../../bench/qr.ts';
import type { ReaderName } from '../../bench/qr/readings.ts';

/** A picture that these readers read, each in so many ms; the others take 9 and find nothing. */
function picture(ms: Partial<Record<ReaderName, number>>, text = 'right'): Compared {
  const reading = (name: ReaderName) => ({ texts: ms[name] === undefined ? [] : [text], ms: ms[name] ?? 9 });
  const readings = {
    ours: reading('ours'),
    '@zxing/browser': reading('@zxing/browser'),
    'zxing-wasm': reading('zxing-wasm'),
    jsQR: reading('jsQR'),
  };
  return { text: 'right', ways: ['noise'], readings };
}

const rowOf = (all: readonly Compared[], name: string) => rowsOf(all).find((row) => row.name.includes(name));

it('codes that the best library reads and ours does not are counted, and none is the goal', () => {
  const both = picture({ ours: 4, 'zxing-wasm': 2 });
  const lost = picture({ 'zxing-wasm': 2 });
  // jsQR reads fewer than the best.
  const others = picture({ jsQR: 2 });
  expect(rowOf([both, lost, others], 'best library')).toMatchObject({ value: 1, goal: 0, met: false });
  expect(rowOf([both, others], 'best library')).toMatchObject({ value: 0, met: true });
});

it('a text that is not the one of the picture is not read, and missed as wrong where it is ours', () => {
  const wrong = picture({ ours: 4, jsQR: 3 }, 'another');
  expect(rowOf([wrong], 'wrongly')).toMatchObject({ value: 1, met: false });
  for (const name of ['ours', 'jsQR']) expect(rowOf([wrong], `QR codes read of 1, ${name}`)).toMatchObject({ value: 0, goal: null });
});

it('times are those of pictures that ours and a library of the app read, against the faster that did', () => {
  const all = [
    picture({ ours: 3, 'zxing-wasm': 2, '@zxing/browser': 5 }),
    // Neither library of the app reads this one, and ours does not read that one.
    picture({ ours: 100, jsQR: 1 }),
    picture({ 'zxing-wasm': 1 }),
  ];
  expect(rowOf(all, 'p50')).toMatchObject({ value: 3, floor: 2, ratio: 1.5, met: false });
  expect(rowOf(all, 'longest')?.value).toBe(100);
});
