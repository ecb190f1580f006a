import { readFile, writeFile } from 'node:fs/promises';

/** From here on the most is counted anew, where the system can: else it is that since the start of this process, or of its parent's. */
export async function forgetMostMemory(): Promise<void> {
  await writeFile('/proc/self/clear_refs', '5').catch(() => {});
}

/** Bytes that were resident at most. */
export async function mostMemory(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return (kib === undefined ? process.resourceUsage().maxRSS : Number(kib)) * 1024;
}
