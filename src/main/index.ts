import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { linkIn, onOpenUrl } from './desktop/deepLinks.ts';
import { hardenPages } from './desktop/hardening.ts';
import { HIDDEN_SWITCH } from './desktop/loginItem.ts';
import { registerPageScheme } from './desktop/pageScheme.ts';
import { type Desktop, startDesktop } from './desktop/startDesktop.ts';
import { trustSystemCertificates } from './network/trustSystemCertificates.ts';

// Only what must happen before Electron is ready; everything else is in startDesktop and compose.

const outFolder = dirname(dirname(fileURLToPath(import.meta.url)));

app.enableSandbox();
app.setAppUserModelId('dev.deskfob.app');
registerPageScheme();
hardenPages();

if (app.requestSingleInstanceLock()) run();
else app.quit();

/** Without the system's store the app still reaches every verifier with a public certificate. */
function trustTheSystem(): void {
  try {
    trustSystemCertificates();
  } catch {
    console.error("deskfob: the system's certificate store cannot be read");
  }
}

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
    trustTheSystem();
    desktop = await startDesktop(outFolder, {
      development: !app.isPackaged && process.env['DESKFOB_DEVELOPMENT'] === '1',
      hidden: process.argv.includes(HIDDEN_SWITCH),
    });
    if (waitingLink !== undefined) desktop.openLink(waitingLink);
  };
  start().catch((error: unknown) => {
    console.error('deskfob: could not start:', error instanceof Error ? error.message : 'unknown');
    app.exit(1);
  });
}
