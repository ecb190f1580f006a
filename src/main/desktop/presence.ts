import { powerMonitor } from 'electron';
import type { Presence } from '../lock/Lock.ts';

/** What the desktop tells of the person right now. Where it knows nothing, the use of the app itself counts. */
export function presence(): Presence {
  const state = powerMonitor.getSystemIdleState(60);
  return {
    screenLocked: state === 'locked',
    idleMs: state === 'unknown' ? undefined : powerMonitor.getSystemIdleTime() * 1000,
  };
}
