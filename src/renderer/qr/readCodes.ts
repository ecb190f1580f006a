import { decodePicture, pixelsOf } from './decodePicture.ts';

/** In pixels. A code that fills a larger picture is too coarse for the reader, and a photograph's noise too fine. */
const LONG_SIDE = 4000;
const SMALLER = 2000;

/** The texts of the codes among some pixels, none twice. */
export interface ThoroughReader {
  readonly read: (pixels: ImageData) => Promise<string[]>;
  /** For pixels in which `read` found nothing; slower. */
  readonly readAgain: (pixels: ImageData) => Promise<string[]>;
}

let loading: Promise<ThoroughReader> | undefined;
let loaded: ThoroughReader | undefined;

/** The reader is more than all the rest of the pages; it is loaded when it is first wanted, or by this a little before. */
export async function loadReader(): Promise<ThoroughReader> {
  loading ??= import('./reader.ts').then(({ readPixels, readPixelsAgain }) => ({
    read: async (pixels) => unique(await readPixels(pixels)),
    readAgain: async (pixels) => unique(await readPixelsAgain(pixels)),
  }));
  try {
    loaded = await loading;
    return loaded;
  } catch (error) {
    // The next picture tries again.
    loading = undefined;
    throw error;
  }
}

/** The reader, if it has been loaded by now. */
export function loadedReader(): ThoroughReader | undefined {
  return loaded;
}

/**
 * The texts of all QR codes in a picture, each once; none when there is no code.
 * @throws PictureError
 */
export async function readCodes(image: Blob): Promise<string[]> {
  const picture = await decodePicture(image);
  try {
    const reader = await loadReader();
    const texts = await reader.read(pixelsOf(picture));
    if (Math.max(picture.width, picture.height) > LONG_SIDE) texts.push(...(await reader.read(pixelsOf(picture, SMALLER))));
    return texts.length > 0 ? unique(texts) : await reader.readAgain(pixelsOf(picture, SMALLER));
  } finally {
    picture.close();
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ''))];
}
