import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes that this process keeps resident once what can be collected is collected. Needs --expose-gc. */
export async function settledMemory(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc.');
  let least = Infinity;
  // V8 gives pages back some time after a collection, in steps.
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc();
    await sleep(200);
    least = Math.min(least, process.memoryUsage.rss());
  }
  return least;
}
