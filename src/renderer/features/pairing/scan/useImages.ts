import { useCallback, useEffect, useRef, useState } from 'react';
import { PictureError, type PictureProblem } from '../../../qr/PictureError.ts';
import { readCodes } from '../../../qr/readCodes.ts';

export type ImagesState = { step: 'none' } | { step: 'reading' } | { step: 'failed'; problem: PictureProblem | 'no-code' };

/** Reads pictures; a new choice takes the place of one that is still being read. */
export function useImages(onTexts: (texts: string[]) => void): { state: ImagesState; read: (pictures: readonly Blob[]) => void } {
  const [state, setState] = useState<ImagesState>({ step: 'none' });
  const turn = useRef(0);
  const take = useRef(onTexts);
  useEffect(() => {
    take.current = onTexts;
  }, [onTexts]);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  const read = useCallback((pictures: readonly Blob[]) => {
    turn.current += 1;
    const mine = turn.current;
    setState({ step: 'reading' });
    const readAll = async () => {
      // Lets the page say that it is reading: a large picture keeps it busy.
      await new Promise((resolve) => setTimeout(resolve, 30));
      const texts: string[] = [];
      let problem: PictureProblem | undefined = pictures.length === 0 ? 'not-a-picture' : undefined;
      for (const picture of pictures) {
        if (turn.current !== mine) return;
        try {
          texts.push(...(await readCodes(picture)));
        } catch (error) {
          problem = error instanceof PictureError ? error.problem : 'not-a-picture';
        }
      }
      if (turn.current !== mine) return;
      if (problem !== undefined) setState({ step: 'failed', problem });
      else setState(texts.length === 0 ? { step: 'failed', problem: 'no-code' } : { step: 'none' });
      if (texts.length > 0) take.current([...new Set(texts)]);
    };
    void readAll();
  }, []);
  return { state, read };
}
