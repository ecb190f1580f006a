import { readFile, stat } from 'node:fs/promises';

/**
 * Reads a file that may have been planted: a giant is not taken into memory, and a pipe or a device is not waited for.
 * `tooMuch`: it is no plain file of at most that many bytes. Errors are Node's own.
 */
export async function readBounded(file: string, maxBytes: number): Promise<Buffer | 'tooMuch'> {
  const found = await stat(file);
  return found.isFile() && found.size <= maxBytes ? await readFile(file) : 'tooMuch';
}
