import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Deed, Somebody } from './Stranger.ts';

const READ = 4;
const WRITE = 2;
const PASS = 1;

/** What the kernel lets nobody but a process's own user see, whatever the mode says (proc(5), ptrace access). */
const OWN_USER_ONLY = /^\/proc\/\d+\/(?:maps|mem|environ|fd|map_files|cwd|exe|root)(?:\/|$)/;

/**
 * Another user of this computer where the tests cannot become one: told by the modes of files and folders what they would get.
 * Whoever is in the group counts as a stranger, too. It does not see access lists, which the app sets nowhere.
 */
export class JudgedStranger implements Somebody {
  async tries(deed: Deed, path: string): Promise<string> {
    try {
      return await Promise.resolve(got(deed, path));
    } catch {
      return '';
    }
  }

  stop(): void {}
}

function got(deed: Deed, path: string): string {
  if (OWN_USER_ONLY.test(path) || !canPass(dirname(path))) return '';
  switch (deed) {
    case 'read':
      return may(path, READ) ? readFileSync(path, 'latin1') : '';
    case 'list':
      return may(path, READ) ? readdirSync(path).join('\n') || 'empty' : '';
    case 'look':
      return lstatSync(path).isFIFO() ? 'a pipe' : 'seen';
    case 'write':
    case 'connect':
      return may(path, WRITE) ? 'opened' : '';
    case 'create':
    case 'remove':
    case 'link':
      return may(dirname(path), WRITE) ? 'changed' : '';
    case 'open':
      return ''; // The mode is the owner's to change.
  }
}

/** Whether every folder on the way lets strangers through. */
function canPass(folder: string): boolean {
  const real = realpathSync(folder);
  return may(real, PASS) && (real === '/' || canPass(dirname(real)));
}

function may(path: string, right: number): boolean {
  const { mode } = lstatSync(realpathSync(path));
  return ((mode | (mode >> 3)) & right) !== 0;
}
