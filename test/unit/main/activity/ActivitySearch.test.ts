import { describe, expect, it } from 'vitest';
import type { ActivityFilter } from '../../../../src/bridge/activity.ts';
import type { Activity } from '../../../../src/main/activity/Activity.ts';
import { ActivitySearch } from '../../../../src/main/activity/ActivitySearch.ts';
import { activityLine } from '../support/activityLog.ts';

const lines: Activity[] = [
  activityLine({
    id: 'vpn',
    application: 'Acme VPN',
    outcome: 'approved',
    place: { city: 'Zürich', country: 'CH', address: '102.89.23.7' },
  }),
  activityLine({ id: 'payroll', application: 'Payroll', outcome: 'expired', place: { country: 'NG' } }),
  activityLine({ id: 'missed', application: 'Payroll', outcome: 'missed' }),
  activityLine({ id: 'paired', type: 'paired', organisation: 'Globex', subscriber: 'Zoë Müller' }),
  activityLine({ id: 'paused', type: 'suspended', organisation: 'شركة القاهرة' }),
  activityLine({ id: 'damaged', type: 'damaged', organisation: '', subscriber: '' }),
];

const ids = (filter: Partial<ActivityFilter>, locale = 'en'): string[] =>
  new ActivitySearch(() => locale).find(lines, { search: '', ...filter }).map(({ id }) => id);

describe('a search in the history', () => {
  it('finds every word, in any order, case and with or without accents', () => {
    expect(ids({ search: '' })).toHaveLength(6);
    expect(ids({ search: 'VPN zurich' })).toEqual(['vpn']);
    expect(ids({ search: 'muller zoe' })).toEqual(['paired']);
    expect(ids({ search: '102.89' })).toEqual(['vpn']);
    expect(ids({ search: 'القاهرة' })).toEqual(['paused']);
    expect(ids({ search: 'vpn payroll' })).toEqual([]);
  });

  it('knows countries by the name that the person reads, also after they have changed the language', () => {
    let locale = 'en';
    const search = new ActivitySearch(() => locale);
    const found = (text: string): number => search.find(lines, { search: text }).length;
    expect([found('Switzerland'), found('Schweiz')]).toEqual([1, 0]);
    locale = 'de-AT';
    expect([found('Switzerland'), found('Schweiz')]).toEqual([0, 1]);
    locale = 'ja';
    expect(found('スイス')).toBe(1);
  });

  it('filters by kind, outcome and organisation, all at once', () => {
    expect(ids({ kind: 'requests' })).toEqual(['vpn', 'payroll', 'missed']);
    expect(ids({ kind: 'pairings' })).toEqual(['paired']);
    expect(ids({ kind: 'pauses' })).toEqual(['paused']);
    expect(ids({ outcome: 'missed' })).toEqual(['payroll', 'missed']);
    expect(ids({ organisation: 'Globex' })).toEqual(['paired']);
    expect(ids({ kind: 'requests', outcome: 'approved', organisation: 'Globex' })).toEqual([]);
  });

  it('answers a page of what was found, the counts, and the names to filter by', () => {
    const search = new ActivitySearch(() => 'en');
    const page = search.page(lines, { search: '', kind: 'requests', offset: 1, limit: 1 }, 7);
    expect(page).toMatchObject({ found: 3, kept: 6, revision: 7 });
    expect(page.lines.map(({ id }) => id)).toEqual(['payroll']);
    expect(page.organisations).toEqual(['Example AG', 'Globex', 'شركة القاهرة']);
    expect(search.page(lines, { search: '', offset: 6, limit: 200 }, 7).lines).toEqual([]);
  });

  it('tells a page nothing of the account’s record', () => {
    const page = new ActivitySearch(() => 'en').page(lines, { search: '', offset: 0, limit: 200 }, 1);
    expect(JSON.stringify(page)).not.toContain('rec-anna');
  });

  it('survives a country code that is none', () => {
    const odd = [activityLine({ id: 'odd', place: { country: 'ZZ' } })];
    expect(new ActivitySearch(() => 'en').find(odd, { search: 'unknown region' })).toHaveLength(1);
  });
});
