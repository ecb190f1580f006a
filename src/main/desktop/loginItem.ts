import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';

/** Starts hidden in the tray. */
export const HIDDEN_SWITCH = '--hidden';

/** Starts the app with the person's session, or no longer. Windows and macOS have a list for it, Linux a folder (XDG autostart). */
export async function setStartAtLogin(start: boolean): Promise<void> {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: start, args: [HIDDEN_SWITCH] });
    return;
  }
  const folder = join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'autostart');
  const file = join(folder, 'deskfob.desktop');
  if (!start) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(file, desktopEntry());
}

function desktopEntry(): string {
  // An AppImage runs from a mount that is gone after the session; APPIMAGE names the file itself.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const words = app.isPackaged ? [program] : [program, app.getAppPath()];
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Deskfob',
    `Exec=${[...words, HIDDEN_SWITCH].map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quoting of the Desktop Entry Specification, "The Exec key". */
function quoted(word: string): string {
  return `"${word.replace(/(["`$\\])/g, '\\$1').replace(/%/g, '%%')}"`;
}
