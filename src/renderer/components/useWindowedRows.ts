import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Rows beyond each edge that are drawn too, so that scrolling does not show them come. */
const BEYOND = 3;

export interface WindowedRow {
  readonly id: string;
  /** From 0. */
  readonly index: number;
  /** Of its top, in px from the top of the list. */
  readonly startPx: number;
  /** The one that Tab leads to; the arrow keys go on from it. */
  readonly isActive: boolean;
}

export interface WindowedRows {
  /** Of the element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: FocusEvent) => void;
  /** Of all rows together, in px. */
  readonly heightPx: number;
  /** Those in sight and around it, and the active one wherever it is, so that focus stays where it was. */
  readonly rows: readonly WindowedRow[];
  /** For the element of each row, which has its `index` as `data-index`. */
  readonly measure: (element: HTMLElement | null) => void;
}

/**
 * A list of which only the rows in sight are in the document, however many there are. One of them is in the order of Tab; arrow
 * keys, Home, End and the page keys go from row to row.
 * @param ids of all rows, each once
 * @param first the active row to begin with; else the first one
 * @param estimatedPx height of a row until it is measured
 */
export function useWindowedRows({
  ids,
  first,
  estimatedPx,
}: {
  ids: readonly string[];
  first?: string;
  estimatedPx: number;
}): WindowedRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(first);
  const isMoving = useRef(false);
  const active = Math.max(0, chosen === undefined ? 0 : ids.indexOf(chosen));
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    estimateSize: () => estimatedPx,
    overscan: BEYOND,
    // As good a guess as any, and the rows in sight are drawn with the list itself.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    rangeExtractor: useCallback((range: Range) => withActive(defaultRangeExtractor(range), active), [active]),
  });
  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  }, [active]);
  return {
    scroller,
    heightPx: virtualizer.getTotalSize(),
    rows: virtualizer
      .getVirtualItems()
      .map(({ index, start }) => ({ id: ids[index] ?? '', index, startPx: start, isActive: index === active })),
    measure: virtualizer.measureElement,
    onKeyDown: (event) => {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / estimatedPx) - 1);
      const to = target(event.key, { active, last: ids.length - 1, page });
      // What a menu or a dialog of a row hears is not for the list.
      if (to === undefined || hasModifier(event) || !event.currentTarget.contains(event.target as Node)) return;
      event.preventDefault();
      if (to === active) return;
      isMoving.current = true;
      setChosen(ids[to]);
      virtualizer.scrollToIndex(to);
    },
    onFocus: (event) => {
      const row = (event.target as Element).closest('[data-index]');
      if (row !== null && event.currentTarget.contains(row)) setChosen(ids[Number(row.getAttribute('data-index'))]);
    },
  };
}

/** The row that a key leads to; undefined for a key that leads to none. */
function target(key: string, { active, last, page }: { active: number; last: number; page: number }): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, active + 1);
    case 'ArrowUp':
      return Math.max(0, active - 1);
    case 'PageDown':
      return Math.min(last, active + page);
    case 'PageUp':
      return Math.max(0, active - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey || shiftKey;
}

function withActive(indices: readonly number[], active: number): number[] {
  return indices.includes(active) ? [...indices] : [...indices, active].toSorted((a, b) => a - b);
}
