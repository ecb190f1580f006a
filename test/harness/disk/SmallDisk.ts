import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = 4096;

/**
 * A file system of its own that can be full or read-only: permission bits do not stop root, this does. Only for programs
 * that run in a mount namespace of their own, see {@link inOwnNamespace}.
 */
export class SmallDisk {
  readonly folder: string;

  constructor(folder: string, megabytes: number) {
    this.folder = folder;
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  }

  /** Takes all room but `leavesBytes`. */
  fill(leavesBytes = 0): void {
    const file = openSync(this.#filler, 'a');
    const block = Buffer.alloc(BLOCK);
    try {
      for (let left = this.#freeBytes() - leavesBytes; left > 0; left -= BLOCK) writeSync(file, block);
    } catch {
      // Full: that is what it is for.
    }
    closeSync(file);
  }

  makeRoom(): void {
    rmSync(this.#filler, { force: true });
  }

  /** Needs that nobody has a file open for writing. */
  setReadOnly(isReadOnly: boolean): void {
    execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, this.folder]);
  }

  /**
   * From now on nothing more can be opened for writing, as on a disk that the system has made read-only, also while a
   * database is at work on it. Files that are open for writing stay so: no file system of memory can take that away.
   */
  turnReadOnly(): void {
    execFileSync('mount', ['--bind', this.folder, this.folder]);
    execFileSync('mount', ['-o', 'remount,bind,ro', this.folder]);
  }

  /** After {@link turnReadOnly}: the disk was mounted anew. Needs that nobody has a file open by then. */
  turnWritable(): void {
    execFileSync('umount', ['-l', this.folder]);
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }
}
