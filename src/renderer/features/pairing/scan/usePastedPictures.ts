import { useEffect, useRef } from 'react';
import { deskfob } from '../../../state/deskfob.ts';

/** Hands on pictures that are pasted anywhere on the page, before anything else sees them. What else is pasted goes its own way. */
export function usePastedPictures(onPictures: (pictures: readonly Blob[]) => void): void {
  const take = useRef(onPictures);
  useEffect(() => {
    take.current = onPictures;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const pictures = Array.from(event.clipboardData?.files ?? []).filter(({ type }) => type.startsWith('image/'));
      if (pictures.length === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // It lies on the clipboard still, where main knows it again.
      void deskfob().picturePasted();
      take.current(pictures);
    };
    // The drop zone listens as well, on the document, while it has the focus.
    window.addEventListener('paste', paste, { capture: true });
    return () => window.removeEventListener('paste', paste, { capture: true });
  }, []);
}
