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

/** What reads a frame, one after the other until something is found. */
export interface FrameReaders {
  /** Here in the page: a frame takes it a few milliseconds, and the way to a worker and back as long again when the computer is busy. */
  readonly first: (frame: ImageData) => Promise<readonly string[]>;
  /** Beside the page, because these looks take ten times as long. */
  readonly thorough: Pick<CodeReader, 'lookAgain'>;
  readonly quick: QuickReader;
}

/**
 * The texts of the codes in one frame, or none. Where the first look finds nothing, and `mayLookAgain` allows it now, the others are
 * asked for a second opinion.
 * @throws PictureError when the worker can not go on
 */
export async function readFrame(
  context: CanvasRenderingContext2D,
  { first, thorough, quick }: FrameReaders,
  mayLookAgain: () => boolean = () => true,
): Promise<readonly string[]> {
  const frame = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  // A reader that fails at one frame may read the next one.
  const texts = await first(frame).catch(() => []);
  if (texts.length > 0 || !mayLookAgain()) return texts;
  const more = await thorough.lookAgain(frame);
  if (more.length > 0) return more;
  const text = quick(context.canvas);
  return text === undefined ? [] : [text];
}
