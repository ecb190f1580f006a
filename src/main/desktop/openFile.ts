import { BrowserWindow, dialog } from 'electron';
import { MOST_IMPORT_BYTES } from '../../bridge/importing.ts';
import { readBounded } from '../files/readBounded.ts';
import type { OpenFile } from '../transfer/importIntents.ts';

/** The system's dialog for choosing a file to import, over the window that was used last. The page never learns which. */
export const openFile: OpenFile = async () => {
  const options = { properties: ['openFile' as const] };
  const window = BrowserWindow.getFocusedWindow();
  const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
  const [path] = filePaths;
  if (canceled || path === undefined) return undefined;
  return await readBounded(path, MOST_IMPORT_BYTES);
};
