// Called by electron-builder once Electron lies in the folder of the package. What it removes from an Electron that it
// downloaded itself, it leaves in one that it was given: the app that says how to start an app, and the version file.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** @param {import('electron-builder').AfterExtractContext} context */
export default async function afterExtract({ appOutDir, electronPlatformName }) {
  const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources';
  await rm(join(appOutDir, resources, 'default_app.asar'), { force: true });
  await rm(join(appOutDir, 'version'), { force: true });
}
