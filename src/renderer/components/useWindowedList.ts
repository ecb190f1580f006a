import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type ComponentProps,
  type FocusEvent,
  type KeyboardEvent,
  type SyntheticEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

/** Rows beyond each edge that are drawn too, so that scrolling does not show them come; no more, for some are drawn anew every second. */
const BEYOND = 1;

export interface WindowedListOptions<Item> {
  /** What it is to screen readers: a `grid` of one column, whose rows hold buttons, or a `listbox` to choose from. */
  readonly role: 'grid' | 'listbox';
  /** Each with an id of its own; the same array for as long as nothing of them changes. */
  readonly items: readonly Item[];
  /** The active row to begin with, and again when it becomes another one; else the first. In a listbox it is the selected one. */
  readonly current?: string;
  /** A row was clicked, or Enter or the space bar was pressed on it: in a listbox. */
  readonly onSelect?: (id: string) => void;
  /** Height of a row until it is measured. */
  readonly estimatedPx: number;
  /** Between two rows; none by default. */
  readonly gapPx?: number;
}

type DivProps = ComponentProps<'div'>;

export interface WindowedRow<Item> {
  readonly item: Item;
  /** The one that Tab leads to; the arrow keys go on from it. */
  readonly isActive: boolean;
  readonly props: DivProps & { 'data-index': number };
}

export interface WindowedList<Item> {
  /** Of the element that scrolls. */
  readonly listProps: DivProps;
  /** Of the one element in it, as high as all rows together. */
  readonly innerProps: DivProps;
  /** Those in sight and around it, and the active one wherever it is, so that focus stays where it was. */
  readonly rows: readonly WindowedRow<Item>[];
}

/**
 * A list of which only the rows in sight are in the document, however many there are. One of them is in the order of Tab; arrow
 * keys, Home, End and the page keys go from row to row.
 */
export function useWindowedList<Item extends { readonly id: string }>({
  role,
  items,
  current,
  onSelect,
  estimatedPx,
  gapPx = 0,
}: WindowedListOptions<Item>): WindowedList<Item> {
  const ids = useMemo(() => items.map(({ id }) => id), [items]);
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState({ id: current, among: ids, current });
  if (chosen.current !== current) setChosen({ id: current, among: ids, current });
  else if (chosen.id !== undefined && !ids.includes(chosen.id))
    setChosen({ id: neighbourOf(chosen.id, chosen.among, ids), among: ids, current });
  const isMoving = useRef(false);
  const hasFocus = useRef(false);
  const active = Math.max(0, chosen.id === undefined ? 0 : ids.indexOf(chosen.id));
  const choose = (index: number): void => setChosen({ id: ids[index], among: ids, current });
  // The rule is about a compiler that these pages do without.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    estimateSize: () => estimatedPx,
    gap: gapPx,
    overscan: BEYOND,
    // As good a guess as any, and the rows in sight are drawn with the list itself.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    rangeExtractor: useCallback((range: Range) => withActive(defaultRangeExtractor(range), active), [active]),
  });
  useLayoutEffect(() => {
    // The row that had the focus is gone, and took it along.
    const isLost = hasFocus.current && document.activeElement === document.body;
    if (!isMoving.current && !isLost) return;
    isMoving.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    if (current !== undefined) virtualizer.scrollToIndex(Math.max(0, ids.indexOf(current)));
    // It is shown once; the person may scroll on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);

  const select = (event: SyntheticEvent): void => {
    const id = ids[Number(rowOf(event)?.getAttribute('data-index'))];
    if (id !== undefined) onSelect?.(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onSelect !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      select(event);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / estimatedPx) - 1);
    const to = target(event.key, { active, last: ids.length - 1, page });
    // What a menu or a dialog of a row hears is not for the list.
    if (to === undefined || hasModifier(event) || rowOf(event) === null) return;
    event.preventDefault();
    virtualizer.scrollToIndex(to);
    isMoving.current = to !== active;
    choose(to);
  };
  const onFocus = (event: FocusEvent): void => {
    const row = rowOf(event);
    if (row === null) return;
    hasFocus.current = true;
    choose(Number(row.getAttribute('data-index')));
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!currentTarget.contains(relatedTarget)) hasFocus.current = false;
  };
  return {
    listProps: {
      ref: scroller,
      role,
      onKeyDown,
      onFocus,
      onBlur,
      ...(onSelect !== undefined && { onClick: select }),
      ...(role === 'grid' && { 'aria-rowcount': ids.length }),
    },
    innerProps: { role: 'presentation', className: 'windowed', style: { height: virtualizer.getTotalSize() } },
    rows: virtualizer.getVirtualItems().flatMap(({ index, start }) => {
      const item = items[index];
      if (item === undefined) return [];
      const isActive = index === active;
      const props = {
        ref: virtualizer.measureElement,
        tabIndex: isActive ? 0 : -1,
        style: { top: start },
        'data-index': index,
        ...(role === 'grid'
          ? { role: 'row', 'aria-rowindex': index + 1 }
          : { role: 'option', 'aria-posinset': index + 1, 'aria-setsize': ids.length, 'aria-selected': item.id === current }),
      };
      return [{ item, isActive, props }];
    }),
  };
}

/** The row that takes the place of one that is gone: the next of those that are left, or else the one before. */
function neighbourOf(gone: string, before: readonly string[], left: readonly string[]): string | undefined {
  const at = before.indexOf(gone);
  const isLeft = new Set(left);
  return before.slice(at + 1).find((id) => isLeft.has(id)) ?? before.slice(0, Math.max(0, at)).findLast((id) => isLeft.has(id));
}

/** The row that an event comes from; null for one that comes from what is drawn elsewhere, as a menu is. */
function rowOf({ target: from, currentTarget }: SyntheticEvent): Element | null {
  return from instanceof Element && currentTarget.contains(from) ? from.closest('[data-index]') : null;
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
