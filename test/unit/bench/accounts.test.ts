import { describe, expect, it } from 'vitest';
import { linksOf, ordinaryAccounts } from '../../bench/accounts/ordinaryAccounts.ts';
import { ownMs } from '../../bench/accounts/scriptTime.ts';
import { readOtpauthUri } from '../../../src/main/transfer/otpauthUri.ts';

describe('accounts for the benchmarks', () => {
  it('are the same in every run, and each has a name and a secret of its own', () => {
    const accounts = ordinaryAccounts(500);
    expect(ordinaryAccounts(500)).toEqual(accounts);
    const entries = linksOf(accounts, 10).split('\n').map(readOtpauthUri);
    expect(entries).toHaveLength(500);
    expect(new Set(entries.map(({ name }) => name)).size).toBe(500);
    expect(new Set(entries.map((entry) => 'account' in entry && entry.account.otp.secret)).size).toBe(500);
    expect(entries[7]).toMatchObject({ account: { ...accounts[7], otp: { type: 'totp', period: 10 } } });
  });
});

describe('the time of a page’s scripts', () => {
  it('is that of its functions and of all they call, and of nothing else', () => {
    const frame = (id: number, url: string, ...children: number[]) => ({ id, callFrame: { url }, children });
    const nodes = [
      frame(1, '', 2, 5),
      frame(2, 'app://deskfob/assets/main.js', 3),
      frame(3, '', 4),
      frame(4, 'node:internal'),
      frame(5, 'https://elsewhere.example/a.js'),
    ];
    expect(ownMs({ nodes, samples: [1, 2, 3, 4, 5, 2], timeDeltas: [100_000, 1000, 2000, 4000, 50_000, 500] })).toBe(7.5);
  });
});
