import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
// In this script rather than a file beside it: the pages may fetch nothing, not even from the app itself.
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url&inline';
import { sharpened } from './sharpened.ts';

const options: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 50,
};

/** The reader has been compiled; rejects where that is not allowed. */
export const ready: Promise<unknown> = prepareZXingModule({ overrides: { wasmBinary: bytesOf(wasm) }, fireImmediately: true });

/** Dark and light are told apart by the whole picture; by the surroundings of a dot, a screen's grid looks like dots. */
const byWholePicture: ReaderOptions = { ...options, binarizer: 'GlobalHistogram' };

/** The texts of the QR codes among these pixels, in no order. */
export async function readPixels(pixels: ImageData): Promise<string[]> {
  return await read(pixels, options);
}

/** Looks once more, otherwise, at pixels in which `readPixels` found nothing. It takes a few times as long. */
export async function readPixelsAgain(pixels: ImageData): Promise<string[]> {
  const looks = [
    async () => await read(pixels, byWholePicture),
    async () => await read(sharpened(pixels, { fine: 1, coarse: 4 }), options),
    async () => await read(sharpened(pixels, { fine: 3, coarse: 12 }), options),
  ];
  for (const look of looks) {
    const texts = await look();
    if (texts.length > 0) return texts;
  }
  return [];
}

async function read(pixels: ImageData, by: ReaderOptions): Promise<string[]> {
  const results = await readBarcodes(pixels, by);
  return results.filter(({ isValid, text }) => isValid && text !== '').map(({ text }) => text);
}

/** `data:application/wasm;base64,…` */
function bytesOf(dataUrl: string): ArrayBuffer {
  const text = atob(dataUrl.slice(dataUrl.indexOf(',') + 1));
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place += 1) bytes[place] = text.charCodeAt(place);
  return bytes.buffer;
}
