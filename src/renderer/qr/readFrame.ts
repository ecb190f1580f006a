import type { BrowserQRCodeReader } from '@zxing/browser';
import type { CodeReader } from './startReader.ts';

/** Answers at once, with one text or none. */
export type QuickReader = (frame: HTMLCanvasElement) => string | undefined;

/** It throws where it finds nothing, and now and then something else at a noisy frame; neither ends the watch. */
export function quickReader(reader: BrowserQRCodeReader): QuickReader {
  return (frame) => {
    try {
      const text = reader.decodeFromCanvas(frame).getText();
      return text === '' ? undefined : text;
    } catch {
      return undefined;
    }
  };
}

/**
 * The texts of the codes in one frame, or none. The thorough reader is first: it reads far more and takes hardly longer, and it
 * finds every code of the frame. Where it finds nothing, and `lookAgain` allows it now, both are asked for a second opinion.
 * @throws PictureError when the thorough reader can not go on
 */
export async function readFrame(
  context: CanvasRenderingContext2D,
  quick: QuickReader,
  thorough: CodeReader,
  lookAgain = true,
): Promise<string[]> {
  const pixels = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  const texts = await thorough.readFrame(pixels, lookAgain);
  if (texts.length > 0 || !lookAgain) return texts;
  const text = quick(context.canvas);
  return text === undefined ? [] : [text];
}
