import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
// In this script rather than a file beside it: the pages may fetch nothing, not even from the app itself.
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url&inline';

const options: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 50,
};

prepareZXingModule({ overrides: { wasmBinary: bytesOf(wasm) } });

/** The texts of the QR codes among these pixels, in no order. */
export async function readPixels(pixels: ImageData): Promise<string[]> {
  const results = await readBarcodes(pixels, options);
  return results.filter(({ isValid }) => isValid).map(({ text }) => text);
}

/** `data:application/wasm;base64,…` */
function bytesOf(dataUrl: string): ArrayBuffer {
  const text = atob(dataUrl.slice(dataUrl.indexOf(',') + 1));
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place += 1) bytes[place] = text.charCodeAt(place);
  return bytes.buffer;
}
