import { startTransition, useEffect, useState } from 'react';
import type { AppView } from '../../bridge/views.ts';
import { deskfob } from './deskfob.ts';
import type { Passcodes } from './Passcodes.ts';
import { ViewQueue } from './ViewQueue.ts';

export interface Arrived {
  view: AppView;
  /** `performance.now()` when it came; the milliseconds left in the view count from here. */
  at: number;
}

const ASK_AGAIN_MS = 1000;

/**
 * The newest view that main sent; undefined until the first. Views are drawn in slices between which the page stays alive,
 * and one after the other: of those that come meanwhile only the last is drawn, so that a flood of them freezes nothing.
 * @param passcodes takes the passcodes of every view, and those that come alone
 */
export function useAppView(passcodes: Passcodes): Arrived | undefined {
  const [arrived, setArrived] = useState<Arrived>();
  const [queue] = useState(() => new ViewQueue<Arrived>((next) => startTransition(() => setArrived(next))));
  useEffect(() => {
    if (arrived !== undefined) queue.drawn();
  }, [queue, arrived]);
  useEffect(() => {
    let done = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (view: AppView) => {
      done = true;
      passcodes.take(view.passcodes);
      queue.add({ view, at: performance.now() });
    };
    const stops = [deskfob().onView(take), deskfob().onPasscodes((news) => passcodes.take(news))];
    const ask = async () => {
      const answer = await deskfob()
        .view()
        .catch(() => undefined);
      // A view that was pushed meanwhile is newer than this answer.
      if (done) return;
      if (answer?.ok === true) take(answer.value);
      else timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
    };
    void ask();
    return () => {
      done = true;
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [queue, passcodes]);
  return arrived;
}
