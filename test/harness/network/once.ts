import type { Fate, PassingFrame } from './Lane.ts';

/** A fate for the first message that fits; all others pass. */
export function once(fits: (frame: PassingFrame) => boolean, fate: Fate): (frame: PassingFrame) => Fate {
  let isOver = false;
  return (frame) => {
    if (isOver || !fits(frame)) return 'pass';
    isOver = true;
    return fate;
  };
}
