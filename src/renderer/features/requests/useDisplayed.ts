import { useEffect, useRef, useState } from 'react';
import type { RequestView } from '../../../bridge/views.ts';
import { deskfob } from '../../state/deskfob.ts';
import { usePainted } from '../../state/usePainted.ts';

const ASK_AGAIN_MS = 250;

/**
 * Tells main, once, that this request has been painted; Approve waits from there. Main refuses while the window is not
 * up yet, which the page cannot always see; then it is said again after the next painting.
 */
export function useDisplayed(request: RequestView): void {
  const [attempt, setAttempt] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const waiting = request.phase === 'open' && request.approveInMs === undefined;
  usePainted(waiting ? `${attempt}` : undefined, () => {
    const say = async () => {
      const said = await deskfob()
        .requestDisplayed({ id: request.id })
        .catch(() => undefined);
      if (said?.ok !== true) timer.current = setTimeout(() => setAttempt((count) => count + 1), ASK_AGAIN_MS);
    };
    void say();
  });
}
