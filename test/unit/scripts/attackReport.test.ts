import { describe, expect, it } from 'vitest';
import { attackRows, complaints, tableOf } from '../../../scripts/test/attackReport.ts';
import { attackers } from '../../attacks/attackers.ts';

const tried = (attacker: string, attempts: number, successes = 0) => ({
  status: 'passed',
  meta: { attack: { attacker, attempts, successes } },
});
const report = (...assertionResults: object[]): string => JSON.stringify({ testResults: [{ assertionResults }, { assertionResults: [] }] });

describe('the table of attacks', () => {
  it('has a row for every attacker and adds up what each has tried', () => {
    const rows = attackRows(report(tried('network', 2), tried('network', 3, 1), tried('renderer', 200), { status: 'passed', meta: {} }));
    expect(rows.map(({ attacker }) => attacker)).toEqual(attackers);
    expect(rows.find(({ attacker }) => attacker === 'network')).toEqual({ attacker: 'network', attempts: 5, successes: 1 });
    expect(rows.find(({ attacker }) => attacker === 'renderer')).toMatchObject({ attempts: 200, successes: 0 });
    expect(tableOf(rows).split('\n')).toHaveLength(attackers.length + 1);
  });

  it('complains of every success, and of an attacker that hardly tried', () => {
    const all = attackers.map((attacker) => tried(attacker, 5));
    expect(complaints(attackRows(report(...all)))).toEqual([]);
    expect(complaints(attackRows(report(...all.slice(1), tried(attackers[0], 4))))).toEqual(['network: only 4 attacks were tried']);
    expect(complaints(attackRows(report(...all, tried('phisher', 1, 1))))).toEqual(['phisher: 1 of 6 attacks succeeded']);
  });

  it('takes no attacker that the security page does not name', () => {
    expect(() => attackRows(report(tried('somebody', 1)))).toThrow();
  });
});
