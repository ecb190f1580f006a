import { useCallback, useContext, useSyncExternalStore } from 'react';
import type { ShownPasscode } from './countdown.ts';
import { PasscodesContext } from './PasscodesContext.ts';

/** Whether main tells a passcode for an account. */
export function useHasPasscode(id: string): boolean {
  const passcodes = useContext(PasscodesContext);
  return useSyncExternalStore(
    passcodes.subscribe,
    useCallback(() => passcodes.has(id), [passcodes, id]),
  );
}

/** The passcode of an account to show right now, redrawn every second; undefined without one, or when nothing newer came for too long. */
export function usePasscode(id: string): ShownPasscode | undefined {
  const passcodes = useContext(PasscodesContext);
  return useSyncExternalStore(
    passcodes.subscribe,
    useCallback(() => passcodes.shown(id), [passcodes, id]),
  );
}
