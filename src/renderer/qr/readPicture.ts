import { decodePicture, pixelsOf } from './decodePicture.ts';
import { readPixels, readPixelsAgain } from './reader.ts';

/** In pixels. A code that fills a larger picture is too coarse for the reader, and a photograph's noise too fine. */
const LONG_SIDE = 4000;
const SMALLER = 2000;

/**
 * The texts of all QR codes in a picture; none when there is no code.
 * @throws PictureError
 */
export async function readPicture(file: Blob): Promise<string[]> {
  const picture = await decodePicture(file);
  try {
    const texts = await readPixels(pixelsOf(picture));
    if (Math.max(picture.width, picture.height) > LONG_SIDE) texts.push(...(await readPixels(pixelsOf(picture, SMALLER))));
    return texts.length > 0 ? texts : await readPixelsAgain(pixelsOf(picture, SMALLER));
  } finally {
    picture.close();
  }
}
