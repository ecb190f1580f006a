import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type CameraDevice, cameraProblem, type CameraProblem, rememberCamera, rememberedCamera, watchCamera } from '../../../qr/camera.ts';

/** In milliseconds. Without a code for so long, a person wants to know what to do. */
const HINT_AFTER = 10_000;

export type CameraState =
  | { step: 'off' }
  | { step: 'asking' }
  | { step: 'running'; devices: readonly CameraDevice[]; deviceId: string | undefined; isLong: boolean }
  | { step: 'failed'; problem: CameraProblem };

export interface CameraControl {
  readonly state: CameraState;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly start: () => void;
  readonly stop: () => void;
  readonly choose: (deviceId: string) => void;
}

/** The camera of one component: off until `start`, and off again when the component goes or its window is no longer seen. */
export function useCamera(onTexts: (texts: readonly string[]) => void): CameraControl {
  const [state, setState] = useState<CameraState>({ step: 'off' });
  const video = useRef<HTMLVideoElement>(null);
  const watch = useRef<AbortController>(undefined);
  const take = useRef(onTexts);
  useEffect(() => {
    take.current = onTexts;
  }, [onTexts]);

  const stop = useCallback(() => {
    watch.current?.abort();
    setState({ step: 'off' });
  }, []);

  const start = useCallback(() => {
    watch.current?.abort();
    const controller = new AbortController();
    watch.current = controller;
    const { signal } = controller;
    setState({ step: 'asking' });
    const fail = (problem: CameraProblem): void => {
      if (signal.aborted) return;
      controller.abort();
      setState({ step: 'failed', problem });
    };
    let hint: ReturnType<typeof setTimeout> | undefined;
    const setLong = (isLong: boolean): void => setState((now) => (now.step === 'running' ? { ...now, isLong } : now));
    const waitForCode = (): void => {
      clearTimeout(hint);
      setLong(false);
      hint = setTimeout(() => setLong(true), HINT_AFTER);
    };
    signal.addEventListener('abort', () => clearTimeout(hint), { once: true });
    if (video.current === null) return;
    watchCamera({
      video: video.current,
      deviceId: rememberedCamera(),
      signal,
      onRunning: (devices, deviceId) => {
        setState({ step: 'running', devices, deviceId, isLong: false });
        waitForCode();
      },
      onTexts: (texts) => {
        waitForCode();
        take.current(texts);
      },
      onEnded: () => fail('missing'),
    }).catch((error: unknown) => fail(cameraProblem(error)));
  }, []);

  const choose = useCallback(
    (deviceId: string) => {
      rememberCamera(deviceId);
      start();
    },
    [start],
  );

  useEffect(() => {
    const letGo = (): void => {
      if (document.visibilityState === 'hidden') stop();
    };
    document.addEventListener('visibilitychange', letGo);
    return () => {
      document.removeEventListener('visibilitychange', letGo);
      watch.current?.abort();
    };
  }, [stop]);

  return { state, video, start, stop, choose };
}
