import { imageSize } from './imageSize.ts';
import { PictureError } from './PictureError.ts';

/** In bytes. Photographs have a few MiB. */
const LARGEST_FILE = 32 * 1024 * 1024;
/** In pixels. Each takes five bytes while the picture is read. */
const MOST_PIXELS = 64 * 1024 * 1024;

/**
 * Looks at a file's size and at what its header says of its pixels, and decodes nothing: PNG, JPEG or WebP, whatever its name says.
 * @param isOwn main made it: it may have any number of bytes
 * @throws PictureError too-large: more than 32 MiB or 64 megapixels; not-a-picture
 */
export async function checkPicture(file: Blob, isOwn = false): Promise<void> {
  if (!isOwn && file.size > LARGEST_FILE) throw new PictureError('too-large');
  const bytes = await file.arrayBuffer().catch(() => undefined);
  const size = bytes === undefined ? undefined : imageSize(new Uint8Array(bytes));
  if (size === undefined) throw new PictureError('not-a-picture');
  if (size.width * size.height > MOST_PIXELS) throw new PictureError('too-large');
}
