import { useCallback, useState } from 'react';
import type { Intent } from '../../../state/useIntent.ts';
import { takeTexts } from './takeTexts.ts';

/** Takes what was read; `isUseless` while the last of it was nothing to begin with. */
export function useTaken(intent: Intent): { isUseless: boolean; onTexts: (texts: string[]) => void } {
  const [isUseless, setUseless] = useState(false);
  const onTexts = useCallback(
    (texts: string[]) => {
      intent.clear();
      setUseless(!takeTexts(texts, intent));
    },
    [intent],
  );
  return { isUseless, onTexts };
}
