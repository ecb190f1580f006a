import type { Benchmark } from './Benchmark.ts';
import { median, percentile } from './lib/statistics.ts';
import { hardPicture, type HardPicture, SCORING_SEED } from './qr/hardPictures.ts';
import { ReadersPage } from './qr/ReadersPage.ts';
import { type ReaderName, READERS, type Reading } from './qr/readings.ts';
import { againstFloor, byValue, type Row } from './Row.ts';

const PICTURES = 300;
const WARM_UP = 20;
const GOAL = 1.3;
/** The libraries that the app reads with. */
const USED = ['@zxing/browser', 'zxing-wasm'] as const;

export const qr: Benchmark = {
  name: 'qr',
  how: `${PICTURES} pictures of 640 × 480, each of one pairing or \`otpauth://\` link, drawn from a seed that nothing was tuned on: half of
them hard in one way (noise, blur, rotation, perspective, low contrast, small, a screen's grid), half in two. Every reader sees the
same pictures in the same page of a real Chromium, built like the app's and under its content policy, in turn, picture by picture,
after ${WARM_UP} that do not count: the code that reads a camera's frame in the app (ours, with its second look, which the app allows
itself every 400 ms), @zxing/browser alone, zxing-wasm alone with the app's options, and jsQR as it comes. Read means that exactly
this text came out. **Codes**: those that the best of the three libraries reads and ours does not, those that ours reads wrongly, and
those that each reads (more is better). **Time**: from the drawn frame to the text, over the pictures that both ours and at least one
of the app's two libraries read. **Floor**: the faster of those that read it, picture by picture. The longest time is that of a frame
at which ours tried everything; all but its first look is beside the page, in a worker.`,
  run: async () => await measureQr(SCORING_SEED, PICTURES, WARM_UP),
};

/** One picture and what each reader made of it. */
export type Compared = Pick<HardPicture, 'text' | 'ways'> & { readonly readings: Readonly<Record<ReaderName, Reading>> };

/** The rows for so many pictures of a seed. */
export async function measureQr(seed: number, pictures: number, warmUp: number): Promise<Row[]> {
  return rowsOf(await compare(seed, pictures, warmUp));
}

/** Lets every reader read every picture. The pictures of the warm-up follow those that count, so that none is seen twice. */
export async function compare(seed: number, pictures: number, warmUp: number): Promise<Compared[]> {
  const page = await ReadersPage.open();
  try {
    for (let index = 0; index < warmUp; index += 1) await readByAll(page, hardPicture(seed, pictures + index), index);
    const compared: Compared[] = [];
    for (let index = 0; index < pictures; index += 1) compared.push(await readByAll(page, hardPicture(seed, index), index));
    return compared;
  } finally {
    await page.close();
  }
}

/** Another reader begins with each picture. */
async function readByAll(page: ReadersPage, { text, ways, grey }: HardPicture, turn: number): Promise<Compared> {
  const readings = new Map<ReaderName, Reading>();
  for (let place = 0; place < READERS.length; place += 1) {
    const name = READERS[(turn + place) % READERS.length] ?? 'ours';
    readings.set(name, await page.read(name, grey));
  }
  return { text, ways, readings: Object.fromEntries(readings) as Record<ReaderName, Reading> };
}

export function isRead({ text, readings }: Compared, by: ReaderName): boolean {
  return readings[by].texts.includes(text);
}

export function rowsOf(all: readonly Compared[]): Row[] {
  const readBy = (name: ReaderName): Compared[] => all.filter((one) => isRead(one, name));
  const [best] = READERS.filter((name) => name !== 'ours').toSorted((a, b) => readBy(b).length - readBy(a).length);
  const lost = best === undefined ? [] : readBy(best).filter((one) => !isRead(one, 'ours'));
  const wrong = all.filter(({ text, readings }) => readings.ours.texts.some((read) => read !== text));
  return [
    byValue({ name: `QR codes of ${all.length} that the best library reads and ours does not`, value: lost.length, unit: 'codes' }, 0),
    byValue({ name: `QR codes of ${all.length} that ours reads wrongly`, value: wrong.length, unit: 'codes' }, 0),
    ...READERS.map((name) => byValue({ name: `QR codes read of ${all.length}, ${name}`, value: readBy(name).length, unit: 'codes' })),
    ...timesOf(all),
  ];
}

function timesOf(all: readonly Compared[]): Row[] {
  const pairs = all.flatMap((one) => {
    const others = USED.filter((name) => isRead(one, name)).map((name) => one.readings[name].ms);
    return isRead(one, 'ours') && others.length > 0 ? [{ ours: one.readings.ours.ms, floor: Math.min(...others) }] : [];
  });
  if (pairs.length === 0) return [];
  const ours = pairs.map((pair) => pair.ours);
  const floor = pairs.map((pair) => pair.floor);
  const everything = all.map(({ readings }) => readings.ours.ms);
  return [
    againstFloor({ name: 'QR, frame to text, p50', value: median(ours), unit: 'ms' }, median(floor), GOAL),
    againstFloor({ name: 'QR, frame to text, p95', value: percentile(ours, 0.95), unit: 'ms' }, percentile(floor, 0.95)),
    byValue({ name: 'QR, longest time for a frame', value: Math.max(...everything), unit: 'ms' }),
  ];
}
