import { type ImageSize, imageSize } from './imageSize.ts';
import { PictureError } from './PictureError.ts';

/** In bytes. Photographs have a few MiB. */
const LARGEST_FILE = 32 * 1024 * 1024;
/** In pixels. Each takes five bytes while the picture is read. */
const MOST_PIXELS = 64 * 1024 * 1024;

/**
 * A file's pixels: PNG, JPEG or WebP, whatever its name says.
 * @throws PictureError too-large: more than 32 MiB or 64 megapixels, said without decoding; not-a-picture
 */
export async function decodePicture(file: Blob): Promise<ImageBitmap> {
  if (file.size > LARGEST_FILE) throw new PictureError('too-large');
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (bytes === undefined) throw new PictureError('not-a-picture');
  checkSize(imageSize(new Uint8Array(bytes)));
  // A blob without a type of its own: the decoder looks at the bytes alone, as we did.
  const picture = await createImageBitmap(new Blob([bytes])).catch(() => undefined);
  if (picture === undefined) throw new PictureError('not-a-picture');
  return picture;
}

function checkSize(size: ImageSize | undefined): void {
  if (size === undefined) throw new PictureError('not-a-picture');
  if (size.width * size.height > MOST_PIXELS) throw new PictureError('too-large');
}

/** Draws a picture as it is, or smaller, so that no side has more than `longest` pixels, onto white where it is transparent. */
export function pixelsOf(picture: ImageBitmap, longest = Infinity): ImageData {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new PictureError('not-a-picture');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
