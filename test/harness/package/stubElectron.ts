/**
 * A folder that electron-builder takes for an unpacked Electron: its program carries fuses and does nothing. What goes into a package can be seen with it; nothing can be started.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { electronVersion } from '../../../scripts/package/electronFolder.ts';
import { linuxProgram, windowsProgram } from './stubPrograms.ts';

const locales = ['en-US', 'en-GB', 'de', 'fr', 'es', 'es-419', 'ja', 'ar', 'zh-CN', 'ru'];

export async function makeStubElectron(folder: string, platform: 'linux' | 'win32'): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  if (platform === 'win32') await writeFile(join(folder, 'electron.exe'), windowsProgram());
  else await writeFile(join(folder, 'electron'), linuxProgram(), { mode: 0o755 });
  await writeFile(join(folder, 'version'), electronVersion());
  await writeFile(join(folder, 'LICENSE'), "Electron's licence");
  await writeFile(join(folder, 'LICENSES.chromium.html'), "Chromium's licences");
  for (const locale of locales) await writeFile(join(folder, 'locales', `${locale}.pak`), locale);
  const app = join(folder, 'default');
  await mkdir(app);
  await writeFile(join(app, 'main.js'), 'how to start an app');
  await createPackage(app, join(folder, 'resources/default_app.asar'));
}
