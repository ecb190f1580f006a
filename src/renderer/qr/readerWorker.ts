/*
 * Reads codes beside the page, which goes on meanwhile: a picture of 64 megapixels takes many seconds. One question after the other;
 * whoever does not want to wait any longer ends the worker.
 */
import { PictureError } from './PictureError.ts';
import { readPixelsAgain, ready } from './reader.ts';
import { type Answer, type Question, READY } from './readerMessages.ts';
import { readPicture } from './readPicture.ts';

function answer(message: Answer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none
  self.postMessage(message);
}

async function answerTo(question: Question): Promise<Answer> {
  const { id } = question;
  try {
    return { id, texts: 'picture' in question ? await readPicture(question.picture) : await readPixelsAgain(question.frame) };
  } catch (error) {
    return { id, problem: error instanceof PictureError ? error.problem : 'reader-failed' };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  void answerTo(data).then(answer);
});

ready.then(
  () => answer({ id: READY, texts: [] }),
  () => answer({ id: READY, problem: 'reader-failed' }),
);
