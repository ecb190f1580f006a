import { useCallback, useEffect, useState } from 'react';
import type { ActivityFilter, ActivityPage } from '../../../bridge/activity.ts';
import { LINES_PER_PAGE } from '../../../bridge/activityNames.ts';
import type { ErrorCode } from '../../../bridge/errors.ts';
import { deskfob } from '../../state/deskfob.ts';

export interface LoadedActivity {
  /** What has come so far; undefined before the first answer. */
  page: ActivityPage | undefined;
  error: ErrorCode | undefined;
  isLoading: boolean;
  /** Asks for the next lines, if there are any. */
  readonly more: () => void;
}

const PAGE = 100;

/**
 * The lines that fit the filter, as far as the person has scrolled. Main has them all; a new revision or filter asks
 * again, and what is on screen stays until the answer is there.
 */
export function useActivity(filter: ActivityFilter, revision: number): LoadedActivity {
  const [state, setState] = useState<Answered>({});
  const [wish, setWish] = useState({ filter, count: PAGE });
  // Another filter begins at the top.
  const count = wish.filter === filter ? wish.count : PAGE;
  useEffect(() => {
    let isWanted = true;
    const load = async () => {
      const result = await loadUpTo(filter, count);
      if (!isWanted) return;
      const asked = { filter, revision, count };
      setState((before) => (result.ok ? { asked, page: result.value } : { ...before, asked, error: result.error }));
    };
    void load();
    return () => {
      isWanted = false;
    };
  }, [filter, revision, count]);
  const { page, asked, error } = state;
  const isLoading = asked?.filter !== filter || asked.revision !== revision || asked.count !== count;
  const more = useCallback(() => {
    if (page !== undefined && !isLoading && page.lines.length < page.found) setWish({ filter, count: page.lines.length + PAGE });
  }, [filter, isLoading, page]);
  return { page, error, isLoading, more };
}

/** The last answer, and what was asked for it. A failure leaves what was there. */
interface Answered {
  asked?: { filter: ActivityFilter; revision: number; count: number };
  page?: ActivityPage;
  error?: ErrorCode;
}

type Loaded = { ok: true; value: ActivityPage } | { ok: false; error: ErrorCode };

/** Pages until there are `count` lines. Pages of two revisions would repeat or miss lines, so then it begins anew. */
async function loadUpTo(filter: ActivityFilter, count: number): Promise<Loaded> {
  let whole: ActivityPage | undefined;
  for (;;) {
    const offset = whole?.lines.length ?? 0;
    const limit = Math.min(LINES_PER_PAGE, Math.max(1, count - offset));
    const result = await deskfob()
      .queryActivity({ ...filter, offset, limit })
      .catch((): Loaded => ({ ok: false, error: 'internal' }));
    if (!result.ok) return result;
    const { value } = result;
    if (whole !== undefined && whole.revision !== value.revision) {
      whole = undefined;
      continue;
    }
    whole = { ...value, lines: [...(whole?.lines ?? []), ...value.lines] };
    if (value.lines.length === 0 || whole.lines.length >= Math.min(count, whole.found)) return { ok: true, value: whole };
  }
}
