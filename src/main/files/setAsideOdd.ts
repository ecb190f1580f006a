import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync } from 'node:fs';

/**
 * For a file that a library reads whole and at once, or writes through a link: what is no plain file of at most that many bytes
 * gets another name, so that it neither hangs the app, nor fills its memory, nor leads it to a file elsewhere.
 */
export function setAsideOdd(file: string, maxBytes: number): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found !== undefined && (!found.isFile() || found.size > maxBytes)) setAside(file);
}

/** Nothing is deleted: whoever wonders where it went finds it beside. */
export function setAside(file: string): void {
  renameSync(file, `${file}.unusable-${randomBytes(4).toString('hex')}`);
}
