import { checkPicture } from './checkPicture.ts';
import type { PictureProblem } from './PictureError.ts';
import { type CodeReader, problemOf, startReader } from './startReader.ts';

export interface Picture {
  readonly file: Blob;
  /** Main made it, so that it may have as many bytes as it needs. */
  readonly isOwn?: boolean;
  /** It is on the clipboard. */
  readonly isPasted?: boolean;
  /** In words, what it is a picture of, where there are several. */
  readonly where?: string | undefined;
}

/** What stands in a code, and of what it was found in a picture. */
export interface Found {
  readonly text: string;
  readonly where?: string | undefined;
  readonly isPasted?: boolean;
}

export interface Reading {
  /** Each text once, in the order of the pictures. */
  readonly found: readonly Found[];
  /** Of the last picture that could not be read. */
  readonly problem: PictureProblem | undefined;
}

/** Reads pictures one after the other; one that can not be read keeps none of the others from it. Ends at once when `signal` aborts. */
export async function readPictures(pictures: readonly Picture[], signal: AbortSignal): Promise<Reading> {
  const found = new Map<string, Found>();
  let problem: PictureProblem | undefined;
  let reader: CodeReader | undefined;
  signal.addEventListener('abort', () => reader?.end(), { once: true });
  for (const { file, isOwn, isPasted = false, where } of pictures) {
    if (signal.aborted) break;
    try {
      await checkPicture(file, isOwn);
      reader ??= startReader();
      for (const text of await reader.readPicture(file)) if (!found.has(text)) found.set(text, { text, where, isPasted });
    } catch (error) {
      problem = problemOf(error);
      // It may be over; the next picture gets another.
      reader?.end();
      reader = undefined;
    }
  }
  reader?.end();
  return { found: [...found.values()], problem };
}
