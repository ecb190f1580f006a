import { PictureError } from './PictureError.ts';
import { type FrameReaders, quickReader, readFrame } from './readFrame.ts';
import { startReader } from './startReader.ts';

/** In milliseconds. */
const BETWEEN_FRAMES = 100;
const BETWEEN_SECOND_LOOKS = 400;
/** As long as a code is out of sight before it counts as shown anew. */
const FORGOTTEN_AFTER = 3000;
/** Where the chosen camera is remembered on this computer. */
const REMEMBERED = 'deskfob.camera';

/** One camera of this computer. Its label is empty where the system does not say it. */
export interface CameraDevice {
  readonly id: string;
  readonly label: string;
}

export type CameraProblem = 'denied' | 'busy' | 'missing' | 'reader' | 'failed';

export interface CameraWatch {
  /** Shows what the camera sees. */
  readonly video: HTMLVideoElement;
  /** Another is taken when this one is not there. */
  readonly deviceId: string | undefined;
  /** Ends everything and switches the camera off, at whatever point it has come to. */
  readonly signal: AbortSignal;
  /** The camera is on. With the cameras there are, and the one that is used. */
  readonly onRunning: (devices: readonly CameraDevice[], deviceId: string | undefined) => void;
  /** What is read; the same again only after it was out of sight. */
  readonly onTexts: (texts: readonly string[]) => void;
  /** The camera was pulled out, or taken away by the system. */
  readonly onEnded: () => void;
}

/**
 * Switches the camera on and reads what it sees until `signal` aborts.
 * @throws PictureError when there is nothing to read with, or whatever the browser says to getUserMedia; see `cameraProblem`
 */
export async function watchCamera({ video, deviceId, signal, onRunning, onTexts, onEnded }: CameraWatch): Promise<void> {
  const { BrowserQRCodeReader } = await import('@zxing/browser');
  if (signal.aborted) return;
  // Both are loaded while the camera is being switched on.
  const thorough = startReader();
  signal.addEventListener('abort', () => thorough.end(), { once: true });
  const loading = loadFirst();
  // Where the camera fails, nobody waits for it.
  loading.catch(() => undefined);
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, ...(deviceId !== undefined && { deviceId: { ideal: deviceId } }) },
    audio: false,
  });
  const switchOff = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  signal.addEventListener('abort', switchOff, { once: true });
  try {
    if (signal.aborted) return;
    stream.getVideoTracks()[0]?.addEventListener('ended', onEnded, { once: true, signal });
    const devices = await BrowserQRCodeReader.listVideoInputDevices();
    if (signal.aborted) return;
    onRunning(
      devices.map(({ deviceId: id, label }) => ({ id, label })),
      stream.getVideoTracks()[0]?.getSettings().deviceId,
    );
    video.srcObject = stream;
    await video.play();
    const [first] = await Promise.all([loading, thorough.ready]);
    const readers: FrameReaders = { first, thorough, quick: quickReader(new BrowserQRCodeReader()) };
    await watchFrames({ video, readers, signal, onTexts: onceInSight(onTexts) });
  } catch (error) {
    // A preview that is taken away in the middle complains, and is right.
    if (!signal.aborted) throw error;
  } finally {
    switchOff();
    // Another watch may have the preview by now.
    if (video.srcObject === stream) video.srcObject = null;
  }
}

/** @throws PictureError reader-failed */
async function loadFirst(): Promise<FrameReaders['first']> {
  try {
    const { readPixels, ready } = await import('./reader.ts');
    await ready;
    return async (frame) => [...new Set(await readPixels(frame))];
  } catch {
    throw new PictureError('reader-failed');
  }
}

/** What stands in the way of the camera, from what `watchCamera` throws. */
export function cameraProblem(error: unknown): CameraProblem {
  if (error instanceof PictureError) return 'reader';
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    default:
      return 'failed';
  }
}

/** The camera that the person chose last; undefined when there was none. */
export function rememberedCamera(): string | undefined {
  try {
    return localStorage.getItem(REMEMBERED) ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberCamera(id: string): void {
  try {
    localStorage.setItem(REMEMBERED, id);
  } catch {
    // Then it is chosen again next time.
  }
}

interface Frames {
  readonly video: HTMLVideoElement;
  readonly readers: FrameReaders;
  readonly signal: AbortSignal;
  readonly onTexts: (texts: readonly string[]) => void;
}

/** Frame by frame, until the signal. What can not be read at first is looked at again, a few times a second at most. */
async function watchFrames({ video, readers, signal, onTexts }: Frames): Promise<void> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('There is no canvas to draw on.');
  let lookedAt = -Infinity;
  const mayLookAgain = (): boolean => {
    const now = performance.now();
    if (now - lookedAt < BETWEEN_SECOND_LOOKS) return false;
    lookedAt = now;
    return true;
  };
  for (; !signal.aborted; await pause(BETWEEN_FRAMES, signal)) {
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || height === 0) continue;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0);
    const texts = await readFrame(context, readers, mayLookAgain);
    if (!signal.aborted && texts.length > 0) onTexts(texts);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Hands a text on when it comes into sight, not again with each frame. */
function onceInSight(onTexts: (texts: readonly string[]) => void): (texts: readonly string[]) => void {
  const seenAt = new Map<string, number>();
  return (texts) => {
    const now = performance.now();
    const isNew = texts.some((text) => now - (seenAt.get(text) ?? -Infinity) > FORGOTTEN_AFTER);
    for (const text of texts) seenAt.set(text, now);
    if (isNew) onTexts(texts);
  };
}
