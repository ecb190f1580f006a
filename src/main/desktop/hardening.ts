import { app, BrowserWindow, session, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './pageScheme.ts';

/*
 * Goal: a page that was taken over can reach nothing beyond the bridge.
 * Electron's security checklist: no navigation, no new windows, no webviews, no permissions but one, no remote content.
 */

/** Those whose document was loaded from the main window's page. What a script writes into its address bar later does not count. */
const mainPages = new WeakSet<WebContents>();

/** Holds for every page of the app, also for those made by mistake. Call before the first window. */
export function hardenPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('did-navigate', (_navigated, url) => {
      if (url === `${PAGE_ORIGIN}/index.html`) mainPages.add(contents);
      else mainPages.delete(contents);
    });
  });
}

/** No page gets any permission, but for the main window's, which may use the camera to read a code. Call when the app is ready. */
export function limitPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer, details) => {
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const isCamera = permission === 'media' && types.length === 1 && types[0] === 'video';
    const isGranted = isCamera && details.isMainFrame && isOwn(details.requestingUrl) && mainPages.has(contents);
    if (isGranted) noticeHiding(contents);
    answer(isGranted);
  });
  session.defaultSession.setPermissionCheckHandler(
    (contents, permission, origin, details) =>
      permission === 'media' &&
      details.mediaType === 'video' &&
      details.isMainFrame &&
      isOwn(origin) &&
      contents !== null &&
      mainPages.has(contents),
  );
  session.defaultSession.setDevicePermissionHandler(() => false);
}

/** Some callers end an origin with a slash. */
function isOwn(address: string): boolean {
  return address === PAGE_ORIGIN || address.startsWith(`${PAGE_ORIGIN}/`);
}

/** Unthrottled pages are not told that their window was hidden; this one has to know, to let go of the camera. */
function noticeHiding(contents: WebContents): void {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) return;
  contents.setBackgroundThrottling(true);
  // Seen again, it has let go of the camera.
  const over = (): void => contents.setBackgroundThrottling(false);
  window.once('restore', over);
  window.once('show', over);
}
