import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, Menu } from 'electron';
import { linkIn, onOpenUrl } from './desktop/deepLinks.ts';
import { limitPermissions, hardenPages } from './desktop/hardening.ts';
import { HIDDEN_SWITCH } from './desktop/loginItem.ts';
import { MainWindow } from './desktop/MainWindow.ts';
import { registerPageScheme, servePages } from './desktop/pageScheme.ts';
import type { Desktop } from './desktop/startDesktop.ts';

// Only what must happen before Electron is ready, and what the page's process needs to start; everything else is in startDesktop and compose.

/** With it Windows starts the app for a press on a toast; that press says what is to be seen. */
const COM_SWITCH = '-Embedding';

const outFolder = dirname(dirname(fileURLToPath(import.meta.url)));

app.enableSandbox();
app.setAppUserModelId('dev.deskfob.app');
// Presses in the notification centre find their way to this app by it, also while it is not running; installer.nsh knows it, too.
if (process.platform === 'win32') app.setToastActivatorCLSID('{5B0D9C3E-7C1B-4E0C-9D55-2C6B1E0A7F43}');
registerPageScheme();
hardenPages();

// A clicked link holds a pairing key, and everybody on the computer can read the list of processes: write over it.
if (linkIn(process.argv) !== undefined) process.title = 'deskfob';

if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  let desktop: Desktop | undefined;
  let waitingLink = linkIn(process.argv);
  const openLink = (link: string): void => {
    if (desktop === undefined) waitingLink = link;
    else desktop.openLink(link);
  };

  onOpenUrl(openLink);
  app.on('second-instance', (_event, argv) => {
    const link = linkIn(argv);
    if (link === undefined) desktop?.showMain();
    else openLink(link);
  });
  app.on('activate', () => desktop?.showMain());
  // The app lives on in the tray when its windows are closed.
  app.on('window-all-closed', () => {});

  const start = async (): Promise<void> => {
    await app.whenReady();
    if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
    limitPermissions();
    const answering = Promise.withResolvers<void>();
    servePages(join(outFolder, 'renderer'), answering.promise);
    const mainWindow = new MainWindow(outFolder);
    const hidden = process.argv.some((argument) => argument === HIDDEN_SWITCH || argument === COM_SWITCH);
    // Reading the rest of the app stops this process: better while the page's own process starts, which takes longest, than before.
    if (!hidden) await mainWindow.load();
    const { startDesktop } = await import('./desktop/startDesktop.ts');
    const development = !app.isPackaged && process.env['DESKFOB_DEVELOPMENT'] === '1';
    desktop = await startDesktop({ outFolder, mainWindow, development, hidden, onAnswering: answering.resolve });
    if (waitingLink !== undefined) desktop.openLink(waitingLink);
  };
  start().catch((error: unknown) => {
    console.error('deskfob: could not start:', error instanceof Error ? error.message : 'unknown');
    app.exit(1);
  });
}
