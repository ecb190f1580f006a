import { describe, expect, it } from 'vitest';
import { groupByDay } from '../../../src/renderer/features/activity/groupByDay.ts';
import { connectionLines, clockState } from '../../../src/renderer/features/authentication/connectionWords.ts';
import { filterAccounts } from '../../../src/renderer/features/authentication/filterAccounts.ts';
import { chooseRequest } from '../../../src/renderer/features/requests/chooseRequest.ts';
import { digitsOf } from '../../../src/renderer/features/requests/digits.ts';
import { account, nearRequest, request, sixAccounts, verifier } from '../../integration/renderer/views.ts';

describe('filterAccounts', () => {
  const names = (query: string) => filterAccounts(sixAccounts, query).map(({ id }) => id);

  it('finds every word, in any order, case and with or without accents', () => {
    expect(names('')).toHaveLength(6);
    expect(names('GLOBEX mweber')).toEqual(['a2']);
    expect(names('test globex')).toEqual(['a6']);
    expect(names('القاهرة')).toEqual(['a5']);
    expect(filterAccounts([account({ displayName: 'Zoë Müller' })], 'zoe muller')).toHaveLength(1);
    expect(names('nobody')).toEqual([]);
  });
});

describe('chooseRequest', () => {
  const first = request({ id: 'first' });
  const second = { ...nearRequest, id: 'second' };

  it('begins with an open request', () => {
    expect(chooseRequest({}, [], undefined)).toEqual({});
    expect(chooseRequest({}, [request({ id: 'old', phase: 'settled', outcome: 'denied' }), second], undefined)).toEqual({ id: 'second' });
  });

  it('stays with what is being looked at when another arrives or it is settled', () => {
    expect(chooseRequest({ id: 'first' }, [second, first], undefined)).toEqual({ id: 'first' });
    expect(chooseRequest({ id: 'first' }, [second, { ...first, phase: 'settled', outcome: 'approved' }], undefined)).toEqual({
      id: 'first',
    });
  });

  it('turns once to what main was asked to show', () => {
    expect(chooseRequest({ id: 'first' }, [first, second], 'second')).toEqual({ id: 'second', asked: 'second' });
    expect(chooseRequest({ id: 'first', asked: 'second' }, [first, second], 'second')).toEqual({ id: 'first', asked: 'second' });
    expect(chooseRequest({ id: 'first' }, [first], 'gone')).toEqual({ id: 'first', asked: 'gone' });
  });

  it('goes on to the next when the one on show disappears', () => {
    expect(chooseRequest({ id: 'gone' }, [first, second], undefined)).toEqual({ id: 'first' });
  });
});

describe('digitsOf', () => {
  it('takes the digits out of whatever is pasted', () => {
    expect(digitsOf('407 123', 6)).toBe('407123');
    expect(digitsOf('Your number: 407-123!', 6)).toBe('407123');
    expect(digitsOf('４０７１２３', 6)).toBe('407123');
    expect(digitsOf('٤٠٧ ١٢٣', 6)).toBe('407123');
    expect(digitsOf('۴۰۷۱۲۳', 6)).toBe('407123');
    expect(digitsOf('४०७১২৩', 6)).toBe('407123');
    expect(digitsOf('12345678', 6)).toBe('123456');
    expect(digitsOf('', 6)).toBe('');
  });
});

describe('connections', () => {
  it('knows which way a clock is off', () => {
    expect(clockState(undefined)).toBe('unknown');
    expect(clockState(-29_999)).toBe('in-step');
    expect(clockState(600_000)).toBe('behind');
    expect(clockState(-600_000)).toBe('ahead');
  });

  it('gives a line to each, and one to all that are well when there are many', () => {
    const well = ['a', 'b', 'c'].map((issuer) => verifier({ issuer }));
    const offline = verifier({ issuer: 'd', connection: 'offline' });
    expect(connectionLines(well.slice(0, 2))).toEqual({ each: well.slice(0, 2), well: 0 });
    expect(connectionLines([...well, offline])).toEqual({ each: [offline], well: 3 });
  });
});

describe('groupByDay', () => {
  it('keeps the order and begins a day where the calendar does', () => {
    const at = (id: string, hour: number, day: number) => ({
      id,
      atMs: new Date(2026, 10, day, hour).getTime(),
      type: 'paired' as const,
      organisation: 'Acme',
      subscriber: 'm',
    });
    const days = groupByDay([at('a', 9, 20), at('b', 1, 20), at('c', 23, 19)]);
    expect(days.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
    expect(groupByDay([])).toEqual([]);
  });
});
