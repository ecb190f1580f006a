import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads a file that may have been planted: a giant is not taken into memory, and a pipe or a device is not waited for.
 * Undefined: it is no plain file of at most that many bytes. Errors are Node's own.
 */
export async function readSmallFile(path: string, mostBytes: number): Promise<string | undefined> {
  // Without it, opening a pipe waits for somebody to write; Windows has neither.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    return found.isFile() && found.size <= mostBytes ? await file.readFile('utf8') : undefined;
  } finally {
    await file.close();
  }
}
