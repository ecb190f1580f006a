import { setTimeout as sleep } from 'node:timers/promises';
import { desktopCapturer, screen, systemPreferences } from 'electron';
import type { ScreenPicture } from '../../bridge/api.ts';
import { captureScreens } from '../screens/captureScreens.ts';
import type { MainWindow } from './MainWindow.ts';

/** In milliseconds. Where the system asks the person in a dialog of its own, they may have gone; the window must come back. */
const LONGEST_ANSWER_MS = 60_000;

/**
 * The screens as they are without the main window. The approval window stays: a page must not take from sight what decides about a sign-in.
 * @throws IntentError screen-denied, screen-unavailable
 */
export async function screenPictures(mainWindow: MainWindow): Promise<ScreenPicture[]> {
  return await captureScreens({
    // Windows lets every desktop app, and Linux says nothing before it asks.
    isAllowed: () => process.platform !== 'darwin' || systemPreferences.getMediaAccessStatus('screen') === 'granted',
    displays: () => screen.getAllDisplays(),
    sources: async (size) => {
      const late = sleep(LONGEST_ANSWER_MS, [], { ref: false });
      const sources = await Promise.race([desktopCapturer.getSources({ types: ['screen'], thumbnailSize: size }), late]);
      return sources.map(({ name, display_id, thumbnail }) => ({
        name,
        display_id,
        // A copy of its own, which travels to the page and no further.
        thumbnail: { isEmpty: () => thumbnail.isEmpty(), toPNG: () => new Uint8Array(thumbnail.toPNG()) },
      }));
    },
    outOfTheWay: async (work) => await mainWindow.outOfTheWay(work),
  });
}
