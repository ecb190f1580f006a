import { app } from 'electron';

const SCHEME = 'deskfob';

/** The first `deskfob://` link among a process's arguments. */
export function linkIn(argv: readonly string[]): string | undefined {
  return argv.find((argument) => argument.startsWith(`${SCHEME}://`));
}

/** Makes this installation the one that opens `deskfob://` links. */
export function claimDeepLinks(): void {
  const [, script] = process.argv;
  // Started as `electron out/main/index.js`, the link must come after the script.
  if (process.defaultApp && script !== undefined) app.setAsDefaultProtocolClient(SCHEME, process.execPath, [script]);
  else app.setAsDefaultProtocolClient(SCHEME);
}

/** Where macOS delivers clicked links; elsewhere they arrive as arguments of a second instance. */
export function onOpenUrl(open: (link: string) => void): void {
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open(url);
  });
}
