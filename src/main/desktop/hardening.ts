import { app, session } from 'electron';

/*
 * Goal: a page that was taken over can reach nothing beyond the bridge.
 * Electron's security checklist: no navigation, no new windows, no webviews, no permissions, no remote content.
 */

/** Holds for every page of the app, also for those made by mistake. Call before the first window. */
export function hardenPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** No page gets any permission. The pairing page will get the camera, when it scans. Call when the app is ready. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}
