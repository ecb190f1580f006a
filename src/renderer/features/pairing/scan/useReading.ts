import { useCallback, useEffect, useRef, useState } from 'react';
import type { PictureProblem } from '../../../qr/PictureError.ts';
import { type Found, type Picture, readPictures } from '../../../qr/readPictures.ts';

export type ReadingState = { step: 'none' } | { step: 'reading' } | { step: 'failed'; problem: PictureProblem | 'no-code' };

export interface ReadingControl {
  readonly state: ReadingState;
  /** A new choice takes the place of one that is still being read. */
  readonly read: (pictures: readonly Picture[]) => void;
  readonly cancel: () => void;
}

/** Reads the codes in pictures, until the component goes. */
export function useReading(onFound: (found: readonly Found[]) => void): ReadingControl {
  const [state, setState] = useState<ReadingState>({ step: 'none' });
  const turn = useRef<AbortController>(undefined);
  const take = useRef(onFound);
  useEffect(() => {
    take.current = onFound;
  }, [onFound]);
  useEffect(() => () => turn.current?.abort(), []);
  const cancel = useCallback(() => {
    turn.current?.abort();
    setState({ step: 'none' });
  }, []);
  const read = useCallback((pictures: readonly Picture[]) => {
    turn.current?.abort();
    const { signal } = (turn.current = new AbortController());
    setState({ step: 'reading' });
    const readAll = async () => {
      const { found, problem = found.length === 0 ? 'no-code' : undefined } = await readPictures(pictures, signal);
      if (signal.aborted) return;
      setState(problem === undefined ? { step: 'none' } : { step: 'failed', problem });
      if (found.length > 0) take.current(found);
    };
    void readAll();
  }, []);
  return { state, read, cancel };
}
