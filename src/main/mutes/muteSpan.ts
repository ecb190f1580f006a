import type { MuteSpan } from '../../bridge/channels.ts';

const MINUTE_MS = 60_000;
/** Before people begin to work. */
const MORNING_HOUR = 6;

/** Ms from `nowMs` until the end of the span. Tomorrow begins in the morning, by this computer's time zone. */
export function muteSpanMs(span: MuteSpan, nowMs: number): number {
  switch (span) {
    case 'quarter-hour':
      return 15 * MINUTE_MS;
    case 'hour':
      return 60 * MINUTE_MS;
    case 'tomorrow': {
      const now = new Date(nowMs);
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR).getTime() - nowMs;
    }
  }
}
