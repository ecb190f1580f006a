import type { BrowserQRCodeReader } from '@zxing/browser';
import { loadedReader, type ThoroughReader } from './readCodes.ts';

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
 * The texts of the codes in one frame, or none. Once it is loaded the thorough reader is first: it reads far more and takes
 * hardly longer. Where it finds nothing, and `mayLookAgain` allows it now, both are asked for a second opinion. Until it is
 * there, the quick one reads alone.
 */
export async function readFrame(
  context: CanvasRenderingContext2D,
  quick: QuickReader,
  mayLookAgain: () => boolean = () => true,
): Promise<string[]> {
  const askQuick = (): string[] => [quick(context.canvas) ?? ''].filter((text) => text !== '');
  const thorough = loadedReader();
  if (thorough === undefined) return askQuick();
  const pixels = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  const texts = await ask(thorough.read, pixels);
  if (texts.length > 0 || !mayLookAgain()) return texts;
  const more = await ask(thorough.readAgain, pixels);
  return more.length > 0 ? more : askQuick();
}

/** A reader that fails at one frame may read the next one. */
async function ask(read: ThoroughReader['read'], pixels: ImageData): Promise<string[]> {
  return await read(pixels).catch(() => []);
}
