/** From the loosest to the strictest: never; at the start, with the screen and on sleep; and after minutes without a touch of the computer as well. */
export const LOCK_AFTER = ['off', 'start', '60', '15', '5', '1'] as const;
export type LockAfter = (typeof LOCK_AFTER)[number];
