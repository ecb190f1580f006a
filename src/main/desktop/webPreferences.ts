import { join } from 'node:path';
import type { WebPreferences } from 'electron';

/** The same for every window. The preload is the only code that touches both worlds. */
export function webPreferences(outFolder: string): WebPreferences {
  return {
    preload: join(outFolder, 'preload/index.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
    // A countdown must run on behind other windows.
    backgroundThrottling: false,
  };
}
