// https://electronjs.org/docs/api/desktop-capturer, structures/desktop-capturer-source. What is on the displays are PNG files, one for each
// display in its order, named in DESKFOB_FAKE_SCREENS. Without it the desktop gives nothing, as one that the person has refused.
import { readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import type * as Electron from 'electron';
import { guarded } from './guard.ts';
import { NativeImage } from './nativeImage.ts';

/** One look at the screens, and which of the app's windows it would have seen. */
export interface ScreenCapture {
  types: string[];
  size: { width: number; height: number };
  visibleWindows: string[];
}

export interface CapturerParts {
  displays: () => Electron.Display[];
  /** Addresses of the windows that are visible now. */
  visibleWindows: () => string[];
}

export function makeDesktopCapturer({ displays, visibleWindows }: CapturerParts) {
  const captures: ScreenCapture[] = [];
  const files = (process.env['DESKFOB_FAKE_SCREENS'] ?? '').split(delimiter).filter((file) => file !== '');
  const desktopCapturer = guarded('desktopCapturer', {
    async getSources({ types, thumbnailSize }: Electron.SourcesOptions): Promise<Electron.DesktopCapturerSource[]> {
      const size = thumbnailSize ?? { width: 150, height: 150 };
      captures.push({ types: [...types], size: { ...size }, visibleWindows: visibleWindows() });
      const shown = types.includes('screen') ? displays().slice(0, files.length) : [];
      return await Promise.all(
        shown.map(async ({ id }, index) => {
          const isWanted = size.width > 0 && size.height > 0;
          const picture = isWanted ? await readFile(files[index] ?? '') : Buffer.alloc(0);
          return {
            id: `screen:${index}:0`,
            name: `Screen ${index + 1}`,
            display_id: String(id),
            appIcon: null,
            thumbnail: new NativeImage(picture),
          } as unknown as Electron.DesktopCapturerSource;
        }),
      );
    },
  });
  return { desktopCapturer, captures };
}
