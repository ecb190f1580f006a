import { extname, join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';

/** The system's dialog for saving a file, over the window that was used last; undefined when it is cancelled. */
export async function chooseFile(name: string): Promise<string | undefined> {
  const ending = extname(name).slice(1);
  const options = { defaultPath: join(app.getPath('documents'), name), filters: [{ name: ending.toUpperCase(), extensions: [ending] }] };
  const window = BrowserWindow.getFocusedWindow();
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? undefined : filePath;
}
