import { useEffect, useState } from 'react';

/**
 * The first of many items, and more with every frame, so that no single frame has to draw all of them.
 * @param step how many more at a time
 */
export function useGrowing<T>(items: readonly T[], step: number): readonly T[] {
  const [most, setMost] = useState(step);
  const isLess = most < items.length;
  useEffect(() => {
    if (!isLess) return;
    const frame = requestAnimationFrame(() => setMost(most + step));
    return () => cancelAnimationFrame(frame);
  }, [isLess, most, step]);
  return isLess ? items.slice(0, most) : items;
}
