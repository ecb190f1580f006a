import { describe, expect, it } from 'vitest';
import { inLanes, inTurns } from '../../bench/clients/inTurns.ts';
import { interleave } from '../../bench/lib/interleave.ts';
import { turn } from '../../bench/lib/people.ts';
import { median, percentile } from '../../bench/lib/statistics.ts';
import { againstFloor, byValue } from '../../bench/Row.ts';

describe('percentiles', () => {
  it('are the sample that the share does not exceed, whatever the order', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(median(hundred)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('need a sample', () => {
    expect(() => median([])).toThrow('no sample');
  });
});

describe('a row', () => {
  const measured = { name: 'delivery', value: 3, unit: 'ms' };

  it('holds the ratio against its goal where there is a floor of the same kind', () => {
    expect(againstFloor(measured, 2, 1.5)).toEqual({ ...measured, floor: 2, ratio: 1.5, goal: 1.5, met: true });
    expect(againstFloor(measured, 1.9, 1.5).met).toBe(false);
  });

  it('holds the value against its goal elsewhere', () => {
    expect(byValue(measured, 3).met).toBe(true);
    expect(byValue(measured, 2.9, 1)).toEqual({ ...measured, floor: 1, ratio: null, goal: 2.9, met: false });
  });

  it('is neither met nor missed without a goal', () => {
    expect(againstFloor(measured, 1).met).toBeNull();
    expect(byValue(measured).met).toBeNull();
  });
});

describe('the order of work', () => {
  it('takes product and floor in turn, each first in every other pair, and drops the first block of each', async () => {
    const order: string[] = [];
    const block = (name: string) => async (isWarmUp: boolean) => {
      order.push(isWarmUp ? `${name} warm-up` : name);
      return order.length;
    };
    const measured = await interleave(3, block('product'), block('floor'));
    expect(order.slice(0, 2)).toEqual(['product warm-up', 'floor warm-up']);
    expect(order.slice(2)).toEqual(['product', 'floor', 'floor', 'product', 'product', 'floor']);
    expect(measured).toEqual({ product: [3, 6, 7], floor: [4, 5, 8] });
  });

  it('gives everybody a turn before anybody has a second one', () => {
    const turns = Array.from({ length: 1000 }, (_, step) => turn(step, 1000));
    expect(new Set(turns).size).toBe(1000);
  });

  it('works on every item, and on no more at a time than allowed', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await inTurns([1, 2, 3, 4, 5], 2, async (item) => {
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('gives each lane items of its own, and all lanes together the wanted number', async () => {
    const busy = new Set<string>();
    const done: string[] = [];
    await inLanes(['a', 'b', 'c'], 8, 2, async (item) => {
      expect(busy.has(item)).toBe(false);
      busy.add(item);
      await new Promise((resolve) => setImmediate(resolve));
      busy.delete(item);
      done.push(item);
    });
    expect(done).toHaveLength(8);
    await expect(inLanes(['a'], 2, 2, async () => {})).rejects.toThrow('more lanes than items');
  });
});
