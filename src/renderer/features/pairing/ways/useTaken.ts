import { useCallback, useState } from 'react';
import type { Found } from '../../../qr/readPictures.ts';
import { type Choice, choicesOf } from '../choose/choicesOf.ts';
import { importChoice } from '../choose/importChoice.ts';
import type { WayProps } from './ways.ts';

export interface Taken {
  /** What was read last was nothing to begin with. */
  readonly isUseless: boolean;
  readonly onFound: (found: readonly Found[]) => void;
}

/** Takes what was read: one code goes to main at once, which reads it itself; about several the person is asked. */
export function useTaken({ intent, onSeveral }: Pick<WayProps, 'intent' | 'onSeveral'>): Taken {
  const [isUseless, setUseless] = useState(false);
  const onFound = useCallback(
    (found: readonly Found[]) => {
      intent.clear();
      const choices = choicesOf(found);
      const [first]: readonly (Choice | undefined)[] = choices;
      setUseless(first === undefined);
      if (choices.length > 1) onSeveral(choices);
      else if (first !== undefined) intent.run(() => importChoice(first));
    },
    [intent, onSeveral],
  );
  return { isUseless, onFound };
}
