import { useEffect, useState } from 'react';
import type { Drawing } from './drawWorld.ts';
import type { Size, Spot } from './frame.ts';

/**
 * The map for these spots; undefined while atlas and projections are being loaded, which begins once the page has
 * nothing better to do. Nobody waits for a map to decide.
 */
export function useDrawing(spots: readonly [Spot, ...Spot[]], size: Size | undefined, onFailure: () => void): Drawing | undefined {
  const [drawing, setDrawing] = useState<Drawing>();
  const key = JSON.stringify([spots, size]);
  useEffect(() => {
    if (size === undefined) return undefined;
    let isWanted = true;
    const draw = async () => {
      const { drawWorld } = await import('./drawWorld.ts');
      if (isWanted) setDrawing(drawWorld(spots, size));
    };
    const idle = requestIdleCallback(() => void draw().catch(() => isWanted && onFailure()), { timeout: 300 });
    return () => {
      isWanted = false;
      cancelIdleCallback(idle);
    };
    // The key stands for spots and size, which are new objects with every view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return drawing;
}
