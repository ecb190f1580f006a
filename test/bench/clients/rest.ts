import { setTimeout as sleep } from 'node:timers/promises';

const REST_MS = 5;

/**
 * Before each measured time, on both sides, as sign-ins do not come at each other's heels. Else only the floor, which
 * has nothing to tidy up in between, would find the processors awake and its code in their caches.
 */
export async function rest(): Promise<void> {
  await sleep(REST_MS);
}
