import type { ScreenPicture } from '../../bridge/api.ts';
import { IntentError } from '../errors/IntentError.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A display as Electron describes it. */
export interface Display {
  readonly id: number;
  readonly label: string;
  /** In device-independent pixels. */
  readonly size: Size;
  readonly scaleFactor: number;
}

/** A screen as Electron captures it. */
export interface ScreenSource {
  readonly name: string;
  /** The display's id; empty where the system does not say. */
  readonly display_id: string;
  readonly thumbnail: { isEmpty(): boolean; toPNG(): Uint8Array<ArrayBuffer> };
}

export interface CaptureParts {
  /** Whether the system lets the app see the screens, as far as it says. */
  isAllowed: () => boolean;
  displays: () => readonly Display[];
  /** Each screen's picture, as large as fits into `size`. Where the system asks the person, the answer may take long. */
  sources: (size: Size) => Promise<readonly ScreenSource[]>;
  /** Does something while no window of ours covers anything. */
  outOfTheWay: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * A picture of every screen at its full resolution. Nothing of it is kept or logged.
 * @throws IntentError screen-denied, screen-unavailable
 */
export async function captureScreens({ isAllowed, displays, sources, outOfTheWay }: CaptureParts): Promise<ScreenPicture[]> {
  if (!isAllowed()) {
    // Asking is what brings the app into the list of macOS in which the person can allow it.
    await sources({ width: 0, height: 0 }).catch(() => undefined);
    throw new IntentError('screen-denied');
  }
  const all = displays();
  // One call for all, because each may ask the person anew. Screens that are smaller may come enlarged, which costs no detail.
  const size = { width: largest(all, 'width'), height: largest(all, 'height') };
  const found = await outOfTheWay(async () => await sources(size)).catch(() => []);
  const pictures = found
    .filter(({ thumbnail }) => !thumbnail.isEmpty())
    .map(({ name, display_id: id, thumbnail }) => ({ name: nameOf(all, id) ?? name, png: thumbnail.toPNG() }));
  if (pictures.length === 0) throw new IntentError('screen-unavailable');
  return pictures;
}

/** In physical pixels; each side by itself, for a screen may stand upright beside one that lies. */
function largest(displays: readonly Display[], side: keyof Size): number {
  return Math.max(1, ...displays.map(({ size, scaleFactor }) => Math.ceil(size[side] * scaleFactor)));
}

function nameOf(displays: readonly Display[], id: string): string | undefined {
  return displays.find((display) => String(display.id) === id)?.label || undefined;
}
