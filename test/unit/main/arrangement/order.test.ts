import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, keeping, moved } from '../../../../src/main/arrangement/order.ts';

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 30 });
const position = fc.constantFrom('before' as const, 'after' as const);
const move = fc.record({ moving: fc.array(fc.nat(40)), target: fc.nat(40), position });
const sorted = (list: readonly string[]): string[] => list.toSorted();

describe('moving accounts', () => {
  it('keeps every one of them, whatever is moved where, however often', () => {
    fc.assert(
      fc.property(ids, fc.array(move), (all, moves) => {
        let order: readonly string[] = all;
        // Places past the end stand for ids that nobody knows.
        const at = (place: number): string => all[place] ?? `unknown-${place}`;
        for (const { moving, target, position: where } of moves) order = moved(order, new Set(moving.map(at)), at(target), where);
        expect(sorted(order)).toEqual(sorted(all));
      }),
    );
  });

  it('brings them beside the one that is meant, in the order that they had', () => {
    fc.assert(
      fc.property(ids, move, (all, { moving, target, position: where }) => {
        const goal = all[target % all.length] ?? '';
        const chosen = new Set(moving.map((place) => all[place % all.length] ?? '').filter((id) => id !== goal));
        const order = moved(all, chosen, goal, where);
        const at = order.indexOf(goal);
        const beside = where === 'before' ? order.slice(at - chosen.size, at) : order.slice(at + 1, at + 1 + chosen.size);
        expect(beside).toEqual(all.filter((id) => chosen.has(id)));
        expect(order.filter((id) => !chosen.has(id))).toEqual(all.filter((id) => !chosen.has(id)));
      }),
    );
  });

  it('takes the target along where it is among them', () => {
    expect(moved(['a', 'b', 'c', 'd'], new Set(['a', 'c']), 'c', 'before')).toEqual(['b', 'a', 'c', 'd']);
  });

  it('beside nobody that is there moves nothing', () => {
    expect(moved(['a', 'b'], new Set(['a']), 'x', 'after')).toEqual(['a', 'b']);
  });
});

describe('a new order', () => {
  it('keeps what only the earlier one names, each after the one that it stood after', () => {
    expect(keeping(['c', 'a'], ['x', 'a', 'y', 'z', 'c'])).toEqual(['x', 'c', 'a', 'y', 'z']);
    fc.assert(
      fc.property(ids, ids, (next, before) => {
        const all = keeping(next, before);
        expect(sorted(all)).toEqual(sorted([...new Set([...next, ...before])]));
        expect(all.filter((id) => next.includes(id))).toEqual(next);
      }),
    );
  });
});

describe('things in an order', () => {
  it('are all there: those it names first, then the others as they came', () => {
    fc.assert(
      fc.property(ids, ids, (all, order) => {
        const shown = inOrder(all, (id) => id, order);
        expect(sorted(shown)).toEqual(sorted(all));
        const named = order.filter((id) => all.includes(id));
        expect(shown.slice(0, named.length)).toEqual(named);
        expect(shown.slice(named.length)).toEqual(all.filter((id) => !order.includes(id)));
      }),
    );
  });
});
