import type { MovePosition } from '../../bridge/channels.ts';

/*
 * The order of things that come and go, as a list of ids that may name what is gone and not name what is new. Pure.
 */

/** Those that the order names, in its order; then the others, as they were given. */
export function inOrder<T>(items: readonly T[], idOf: (item: T) => string, order: readonly string[]): T[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const placeOf = (item: T): number => places.get(idOf(item)) ?? order.length;
  return items.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/**
 * The same ids with some of them moved beside another one. They keep their order among each other; those that are not there are
 * ignored, and nothing is moved beside what is not there.
 */
export function moved(ids: readonly string[], moving: ReadonlySet<string>, target: string, position: MovePosition): string[] {
  const at = ids.indexOf(target);
  if (at === -1) return [...ids];
  const end = position === 'before' ? at : at + 1;
  const staying = (id: string): boolean => !moving.has(id);
  return [...ids.slice(0, end).filter(staying), ...ids.filter((id) => moving.has(id)), ...ids.slice(end).filter(staying)];
}

/** A new order with what only the earlier one names: each after the one that it stood after. */
export function keeping(next: readonly string[], before: readonly string[]): string[] {
  const named = new Set(next);
  const all = [...next];
  for (const [place, id] of before.entries()) {
    if (named.has(id)) continue;
    all.splice(place === 0 ? 0 : all.indexOf(before[place - 1] ?? '') + 1, 0, id);
  }
  return all;
}
