/**
 * Another user of the computer: gives up all rights as its first deed, then tries what it is sent over IPC and answers
 * what it got. In a process of its own, because there is no way back.
 */
import { chmodSync, lstatSync, openSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

const NOBODY = 65_534;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}

const deeds: Record<string, (path: string) => string | Promise<string>> = {
  read: (path) => readFileSync(path, 'latin1'),
  list: (path) => readdirSync(path).join('\n') || 'empty',
  write: (path) => (openSync(path, 'r+'), 'opened'),
  create: (path) => (writeFileSync(path, 'planted'), 'made'),
  remove: (path) => (rmSync(path), 'removed'),
  open: (path) => (chmodSync(path, 0o777), 'changed'),
  look: (path) => (lstatSync(path), 'seen'),
  link: (path) => (renameSync(path, `${path}.old`), symlinkSync('/etc/passwd', path), 'linked'),
  connect: (path) =>
    new Promise((resolve, reject) => {
      const socket = connect(path, () => {
        socket.destroy();
        resolve('connected');
      });
      socket.on('error', reject);
    }),
};

process.on('message', ({ deed, path }: { deed: string; path: string }) => {
  const work = async (): Promise<string | null> => {
    try {
      return (await deeds[deed]?.(path)) ?? null;
    } catch {
      return null;
    }
  };
  void work().then((got) => process.send?.(got ?? ''));
});
process.send?.(String(process.getuid?.()));
