import { describe, expect, it } from 'vitest';
import { activityCsv } from '../../../../src/main/activity/activityCsv.ts';
import { activityLine } from '../support/activityLog.ts';

const HEADER =
  'time,type,kind,organisation,subscriber,application,decision,outcome,number_matching,user_verification,decided_in,city,region,country,address';

/** The rows of a table as RFC 4180 writes it. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

describe('the table of the history', () => {
  it('begins with a byte order mark and the names of the columns', () => {
    expect(activityCsv([])).toBe(`\uFEFF${HEADER}\r\n`);
  });

  it('holds everything that a line tells, times in UTC', () => {
    const line = activityLine({
      id: 'a',
      atMs: Date.UTC(2026, 10, 20, 8, 30),
      kind: 'sign-in',
      application: 'Acme VPN',
      decision: 'approve',
      method: { match: 'entry', userVerification: 'pin', by: 'window' },
      outcome: 'approved',
      place: { city: 'Zürich', country: 'CH', address: '10.0.0.1' },
    });
    expect(rowsOf(activityCsv([line]).slice(1))[1]).toEqual([
      '2026-11-20T08:30:00.000Z',
      'request',
      'sign-in',
      'Example AG',
      'Anna Weber',
      'Acme VPN',
      'approve',
      'approved',
      'entry',
      'pin',
      'window',
      'Zürich',
      '',
      'CH',
      '10.0.0.1',
    ]);
  });

  it('quotes commas, quotes and line breaks, and ends every row with CRLF', () => {
    const text = activityCsv([activityLine({ id: 'a', organisation: 'Weber, "Müller" & Co', application: 'two\nlines' })]);
    expect(text).toContain('"Weber, ""Müller"" & Co"');
    const [, row] = rowsOf(text.slice(1));
    expect(row?.[3]).toBe('Weber, "Müller" & Co');
    expect(row?.[5]).toBe('two\nlines');
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it.each(['=HYPERLINK("https://evil.example","Payroll")', '+1', '-2+3', '@SUM(A1)', '\t=1', '  =1', '\r=1', '＝1'])(
    'lets no spreadsheet carry out %j',
    (application) => {
      const [, row] = rowsOf(activityCsv([activityLine({ id: 'a', application })]).slice(1));
      expect(row?.[5]).toBe(`'${application}`);
    },
  );
});
