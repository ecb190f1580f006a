import { PictureError, type PictureProblem } from './PictureError.ts';
import { type Answer, type Question, READY } from './readerMessages.ts';

/** In milliseconds. The largest picture takes a good computer a few seconds. */
const LONGEST_READING = 60_000;

/** Reads QR codes beside the page, in a worker of its own. */
export interface CodeReader {
  /** It has been loaded, and can read. Rejects with a PictureError when it can not. */
  readonly ready: Promise<void>;
  /**
   * The texts of all QR codes in a picture that `checkPicture` let pass, each once; none when there is no code.
   * @throws PictureError; too-slow after a minute, which ends the reader
   */
  readPicture(picture: Blob): Promise<string[]>;
  /**
   * The texts of the QR codes in a camera's frame in which a first look found nothing. Its pixels are handed over and gone afterwards.
   * @throws PictureError
   */
  lookAgain(frame: ImageData): Promise<string[]>;
  /** At once, whatever it is doing. What was asked is answered by an AbortError. */
  end(): void;
}

/**
 * Starts a worker. It is more than all the rest of the pages, so it is loaded when there is something to read, or a little before.
 * @throws PictureError reader-failed
 */
export function startReader(): CodeReader {
  const worker = startWorker();
  const asked = new Map<number, PromiseWithResolvers<string[]>>();
  let over: Error | undefined;
  let count = READY;

  const stop = (why: Error): void => {
    if (over !== undefined) return;
    worker.terminate();
    over = why;
    for (const { reject } of asked.values()) reject(over);
    asked.clear();
  };
  const expect = async (id: number): Promise<string[]> => {
    if (over !== undefined) throw over;
    const answer = Promise.withResolvers<string[]>();
    asked.set(id, answer);
    return await answer.promise;
  };
  const ask = async (question: Question, handedOver: Transferable[]): Promise<string[]> => {
    const answer = expect(question.id);
    if (over === undefined) worker.postMessage(question, handedOver);
    return await answer;
  };

  // Nothing of it belongs into a console.
  worker.addEventListener('error', (event) => (event.preventDefault(), stop(new PictureError('reader-failed'))));
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const answer = asked.get(data.id);
    asked.delete(data.id);
    if ('texts' in data) answer?.resolve([...new Set(data.texts)]);
    else answer?.reject(new PictureError(data.problem));
    if ('problem' in data && data.id === READY) stop(new PictureError(data.problem));
  });
  const ready = expect(READY).then(() => undefined);
  // Whoever reads is told anyway.
  ready.catch(() => undefined);

  return {
    ready,
    readPicture: async (picture) => {
      const tooSlow = setTimeout(() => stop(new PictureError('too-slow')), LONGEST_READING);
      try {
        return await ask({ id: (count += 1), picture }, []);
      } finally {
        clearTimeout(tooSlow);
      }
    },
    lookAgain: async (frame) => await ask({ id: (count += 1), frame }, [frame.data.buffer]),
    end: () => stop(new DOMException('The reader was ended.', 'AbortError')),
  };
}

function startWorker(): Worker {
  try {
    return new Worker(new URL('readerWorker.ts', import.meta.url), { type: 'module' });
  } catch {
    throw new PictureError('reader-failed');
  }
}

/** Why nothing was read, from what a reader throws. */
export function problemOf(error: unknown): PictureProblem {
  return error instanceof PictureError ? error.problem : 'reader-failed';
}
