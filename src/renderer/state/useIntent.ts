import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorCode, Result } from '../../bridge/errors.ts';

export interface Intent {
  busy: boolean;
  error: ErrorCode | undefined;
  /** Carries out one thing at a time; what is asked meanwhile is ignored. */
  readonly run: <T>(call: () => Promise<Result<T>>, done?: (value: T) => void) => void;
  readonly clear: () => void;
}

/** Something that the person wants main to do: whether it is under way, and how it failed. */
export function useIntent(): Intent {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorCode>();
  const state = useRef({ busy: false, gone: false });
  useEffect(() => {
    const held = state.current;
    held.gone = false;
    return () => {
      held.gone = true;
    };
  }, []);
  const run = useCallback(<T>(call: () => Promise<Result<T>>, done?: (value: T) => void) => {
    if (state.current.busy) return;
    state.current.busy = true;
    setBusy(true);
    setError(undefined);
    const carryOut = async () => {
      const result = await call().catch((): Result<T> => ({ ok: false, error: 'internal' }));
      state.current.busy = false;
      if (state.current.gone) return;
      setBusy(false);
      if (result.ok) done?.(result.value);
      else setError(result.error);
    };
    void carryOut();
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { busy, error, run, clear };
}
