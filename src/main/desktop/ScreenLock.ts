import { powerMonitor } from 'electron';

/** Whether somebody can look at the screen. What stands on a locked one, or on one that is asleep, is not displayed. */
export class ScreenLock {
  #isLocked = false;

  /** @param onDark the screen was locked or went to sleep */
  constructor(onDark: () => void) {
    // macOS and Windows tell; Linux can only be asked.
    powerMonitor.on('lock-screen', () => {
      this.#isLocked = true;
      onDark();
    });
    powerMonitor.on('unlock-screen', () => {
      this.#isLocked = false;
    });
    powerMonitor.on('suspend', onDark);
  }

  isLocked(): boolean {
    return this.#isLocked || powerMonitor.getSystemIdleState(1) === 'locked';
  }
}
