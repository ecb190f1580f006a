import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureQr } from '../../bench/qr.ts';
import { type HardPicture, pictureOf } from '../../bench/qr/hardPictures.ts';
import { ReadersPage } from '../../bench/qr/ReadersPage.ts';
import { READERS } from '../../bench/qr/readings.ts';
import { seededRandom } from '../../bench/qr/seededRandom.ts';

let page: ReadersPage;
beforeAll(async () => {
  page = await ReadersPage.open();
});
afterAll(async () => await page.close());

describe('the pictures of the benchmark', () => {
  const easy = Array.from({ length: 5 }, (_, seed): HardPicture => pictureOf([], seededRandom(seed)));

  it.each(READERS)('are read by %s as long as they are easy', async (reader) => {
    for (const { text, grey } of easy) expect((await page.read(reader, grey)).texts).toEqual([text]);
  });

  it.each(READERS)('hold nothing for %s where there is no code', async (reader) => {
    const empty = { width: 640, height: 480, pixels: new Uint8Array(640 * 480).fill(200) };
    expect((await page.read(reader, empty)).texts).toEqual([]);
  });
});

it('a frame that is too hard for a first look is read at the second', async () => {
  const { text, grey } = pictureOf(['moiré'], seededRandom(3));
  expect((await page.read('zxing-wasm', grey)).texts).toEqual([]);
  expect((await page.read('ours', grey)).texts).toEqual([text]);
});

it('the benchmark tells of every reader and of the time', async () => {
  const rows = await measureQr(1, 4, 1);
  expect(rows.map(({ name }) => name)).toEqual([
    'QR codes of 4 that the best library reads and ours does not',
    'QR codes of 4 that ours reads wrongly',
    ...READERS.map((reader) => `QR codes read of 4, ${reader}`),
    'QR, frame to text, p50',
    'QR, frame to text, p95',
    'QR, longest time for a frame',
  ]);
  expect(rows.find(({ name }) => name.endsWith('p50'))?.floor).toBeGreaterThan(0);
});
