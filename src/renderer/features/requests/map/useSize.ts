import { type RefObject, useEffect, useState } from 'react';
import type { Size } from './frame.ts';

/** The size of an element's content, px; undefined before it is laid out, and while it is not shown. */
export function useSize(element: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    const observed = element.current;
    if (observed === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = observed;
      setSize(width > 0 && height > 0 ? { width, height } : undefined);
    });
    observer.observe(observed);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
