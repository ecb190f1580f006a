import { decodePicture, pixelsOf } from './decodePicture.ts';

/** In pixels. A code that fills a larger picture is too coarse for the reader, and a photograph's noise too fine. */
const LONG_SIDE = 4000;
const SMALLER = 2000;

type Reader = (pixels: ImageData) => Promise<string[]>;

let loading: Promise<Reader> | undefined;

/** The reader is more than all the rest of the pages; it is loaded when it is first wanted, or by this a little before. */
export async function loadReader(): Promise<Reader> {
  loading ??= import('./reader.ts').then(({ readPixels }) => readPixels);
  try {
    return await loading;
  } catch (error) {
    // The next picture tries again.
    loading = undefined;
    throw error;
  }
}

/**
 * The texts of all QR codes in a picture, each once; none when there is no code.
 * @throws PictureError
 */
export async function readCodes(image: ImageData | Blob): Promise<string[]> {
  if (image instanceof ImageData) return unique(await (await loadReader())(image));
  const picture = await decodePicture(image);
  try {
    const read = await loadReader();
    const texts = await read(pixelsOf(picture));
    if (Math.max(picture.width, picture.height) > LONG_SIDE) texts.push(...(await read(pixelsOf(picture, SMALLER))));
    return unique(texts);
  } finally {
    picture.close();
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ''))];
}
