import { describe, expect, it } from 'vitest';
import { removalOf } from '../../../src/renderer/features/arrange/removalOf.ts';
import { typedTags } from '../../../src/renderer/features/arrange/typedTags.ts';
import { allAccounts, groupsOf, tagsOf } from '../../../src/renderer/features/authentication/anyAccount.ts';
import { groupByDay } from '../../../src/renderer/features/activity/groupByDay.ts';
import { connectionLines, clockState } from '../../../src/renderer/features/authentication/connectionWords.ts';
import { filterAccounts } from '../../../src/renderer/features/authentication/filterAccounts.ts';
import { chooseRequest } from '../../../src/renderer/features/requests/chooseRequest.ts';
import { digitsOf } from '../../../src/renderer/features/requests/digits.ts';
import {
  account,
  arrangedView,
  nearRequest,
  otpAccounts,
  request,
  sixAccounts,
  verifier,
  withoutPasscode,
} from '../../integration/renderer/views.ts';

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

  it('finds what the person calls an account, its group and its tags, of both kinds', () => {
    const { accounts, otpAccounts, order } = arrangedView();
    const all = allAccounts({ accounts, otpAccounts, order });
    const found = (query: string) => filterAccounts(all, query).map(({ id }) => id);
    expect(found('administrator')).toEqual(['a2']);
    expect(found('work')).toEqual(['a2', 'o1']);
    expect(found('help desk initech')).toEqual(['a3']);
    expect(found('code github')).toEqual(['o1']);
  });
});

describe('all accounts', () => {
  it('stand in the order of main, and one that it does not name comes last', () => {
    const { accounts, otpAccounts } = arrangedView();
    const shown = allAccounts({ accounts, otpAccounts, order: ['o3', 'gone', 'a5'] }).map(({ id }) => id);
    expect(shown).toEqual(['o3', 'a5', 'account-acme', 'a2', 'a3', 'a4', 'a6', 'o1', 'o2', 'o4']);
  });

  it('have groups and tags, each once, in the order of the alphabet', () => {
    const accounts = [
      account({ group: 'Zürich', tags: ['b', 'a'] }),
      account({ group: 'Aachen', tags: ['a'] }),
      account({ group: 'Ärzte' }),
      account({ group: 'Aachen' }),
    ];
    expect(groupsOf(accounts, 'de')).toEqual(['Aachen', 'Ärzte', 'Zürich']);
    expect(tagsOf(accounts, 'de')).toEqual(['a', 'b']);
  });
});

describe('removing many', () => {
  it('counts who is told, what no longer works, and what can be brought back', () => {
    const selected = [account(), account({ id: 'b' }), withoutPasscode({ id: 'c', state: 'removed' }), ...otpAccounts.slice(0, 2)];
    expect(removalOf(selected)).toEqual({ told: [{ organisation: 'Acme GmbH', count: 2 }], living: 2, dead: 1, plain: 2 });
  });
});

describe('typed tags', () => {
  it('are those that were added and the one that is still being typed', () => {
    expect(typedTags({ tags: ['a'], text: ' b ' })).toEqual(['a', 'b']);
    expect(typedTags({ tags: ['a'], text: ' ' })).toEqual(['a']);
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
