import type { RequestView } from '../../../bridge/views.ts';

export interface Choice {
  /** The request on show. */
  id?: string;
  /** The request that main last asked this window to show. */
  asked?: string;
}

/**
 * Which request the window shows next. One that is being looked at stays, settled or not, whatever arrives meanwhile:
 * what stands under the pointer must never change by itself. Only the person, or main on the person's behalf, turns to another.
 */
export function chooseRequest(previous: Choice, requests: readonly RequestView[], asked: string | undefined): Choice {
  const has = (id: string | undefined) => id !== undefined && requests.some((request) => request.id === id);
  const shown = (id: string | undefined): Choice => ({ ...(id === undefined ? {} : { id }), ...(asked === undefined ? {} : { asked }) });
  if (asked !== previous.asked && has(asked)) return shown(asked);
  if (has(previous.id)) return shown(previous.id);
  return shown((requests.find((request) => request.phase === 'open') ?? requests[0])?.id);
}
