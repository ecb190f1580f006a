/** Runs in the browser, built as the app's pages are: reads pictures by each reader alone and by the app's own code for a frame. */
import { BrowserQRCodeReader } from '@zxing/browser';
import jsQR from 'jsqr';
import { readPixels, ready } from '../../../../src/renderer/qr/reader.ts';
import { quickReader, readFrame } from '../../../../src/renderer/qr/readFrame.ts';
import { startReader } from '../../../../src/renderer/qr/startReader.ts';
import type { ReaderName, Reading, SentPicture } from '../readings.ts';

type Read = (context: CanvasRenderingContext2D) => Promise<readonly string[]>;

const quick = quickReader(new BrowserQRCodeReader());
const thorough = startReader();
const canvas = document.createElement('canvas');
const context = contextOf(canvas);

const readers: Readonly<Record<ReaderName, Read>> = {
  ours: async () => await readFrame(context, { first: readPixels, thorough, quick }),
  '@zxing/browser': async () => await Promise.resolve([quick(canvas) ?? '']),
  'zxing-wasm': async () => await readPixels(pixels()),
  jsQR: async () => {
    const { data, width, height } = pixels();
    return await Promise.resolve([jsQR(data, width, height)?.data ?? '']);
  },
};

/** Reads one picture by one reader: from the drawn frame to the text. */
async function readPicture(name: ReaderName, { width, height, pixels: grey }: SentPicture): Promise<Reading> {
  // Loaded while the camera is being switched on, in the app.
  await Promise.all([ready, thorough.ready]);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.putImageData(coloured(grey, width, height), 0, 0);
  const start = performance.now();
  const texts = await readers[name](context);
  return { texts: texts.filter((text) => text !== ''), ms: performance.now() - start };
}

function coloured(grey: string, width: number, height: number): ImageData {
  const bytes = atob(grey);
  const data = new ImageData(width, height);
  for (let place = 0; place < bytes.length; place += 1) {
    data.data.fill(bytes.charCodeAt(place), place * 4, place * 4 + 3);
    data.data[place * 4 + 3] = 255;
  }
  return data;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const found = canvas.getContext('2d', { willReadFrequently: true });
  if (found === null) throw new Error('There is no canvas to draw on.');
  return found;
}

function pixels(): ImageData {
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

Object.assign(window, { readPicture });
