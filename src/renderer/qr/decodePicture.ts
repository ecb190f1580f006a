import { PictureError } from './PictureError.ts';

/**
 * The pixels of a file that `checkPicture` let pass; of one that moves, those it begins with.
 * @throws PictureError not-a-picture
 */
export async function decodePicture(file: Blob): Promise<ImageBitmap> {
  // A blob without a type of its own: the decoder looks at the bytes alone, as we did.
  const picture = await createImageBitmap(new Blob([file])).catch(() => undefined);
  if (picture === undefined) throw new PictureError('not-a-picture');
  return picture;
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
