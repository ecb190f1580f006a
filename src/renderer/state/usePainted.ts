import { useEffect } from 'react';

/** Calls `painted` once for each `key`, after the window is visible and the frame that shows it has been drawn. */
export function usePainted(key: string | undefined, painted: (key: string) => void): void {
  useEffect(() => {
    if (key === undefined) return undefined;
    let frame = 0;
    const stop = () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', begin);
    };
    // The first frame may still be the one that is being put together; when the second begins, the first is drawn.
    const begin = () => {
      cancelAnimationFrame(frame);
      if (document.visibilityState !== 'visible') return;
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          stop();
          painted(key);
        });
      });
    };
    document.addEventListener('visibilitychange', begin);
    begin();
    return stop;
    // A new function for the same request must not announce it twice.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
}
