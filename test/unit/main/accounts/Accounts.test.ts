import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signInNameOf } from '../../../../src/main/accounts/Account.ts';
import { accountsAfterRestart, accountsBench } from '../support/AccountsBench.ts';
import { expectCode } from '../support/codes.ts';
import { account, OTHER } from '../support/signing.ts';

describe('Accounts', () => {
  it('finds an account by its issuer and the issuer’s own id, never by one of the two', async () => {
    const { accounts } = await accountsBench({ accounts: [account(), account({ recordId: 'twin', issuer: OTHER.issuer })] });
    const { issuer, id } = account();
    expect(accounts.find(issuer, id)?.recordId).toBe('rec-anna');
    expect(accounts.find(OTHER.issuer, id)?.recordId).toBe('twin');
    expect(accounts.find(issuer, 'other')).toBeUndefined();
    expect(accounts.of(OTHER.issuer).map(({ recordId }) => recordId)).toEqual(['twin']);
  });

  it('is the same after a restart, oldest pairing first', async () => {
    const bench = await accountsBench({
      accounts: [account({ recordId: 'new', pairedAtMs: 3 }), account({ recordId: 'old', pairedAtMs: 1 })],
    });
    const { accounts } = await accountsAfterRestart(bench);
    expect(accounts.all()).toEqual(bench.accounts.all());
    expect(accounts.all().map(({ recordId }) => recordId)).toEqual(['old', 'new']);
  });

  it('drops nothing silently when one record is damaged', async () => {
    const bench = await accountsBench({ accounts: [account(), account({ recordId: 'twin' })] });
    await writeFile(join(bench.disk.folder, 'records', 'twin.jwe'), 'rubbish');
    await expectCode(bench.accounts.load(), 'vault-corrupt');
  });

  it('refuses a record of another shape as damaged', async () => {
    const bench = await accountsBench({ accounts: [] });
    await bench.vault.put({ recordId: 'odd', type: 'account', format: 1, value: { ...account(), state: 'dancing' } });
    await expectCode(bench.accounts.load(), 'vault-corrupt');
  });

  it('names the dead twins whose place a new pairing takes, and never a living one', async () => {
    const twin = (recordId: string, change: object): ReturnType<typeof account> => account({ recordId, ...change });
    const { accounts } = await accountsBench({
      accounts: [
        twin('removed', { state: 'removed' }),
        twin('unconfirmed', { state: 'unconfirmed' }),
        twin('rejected', { state: 'rejected' }),
        twin('active', { state: 'active' }),
        twin('waiting', { state: 'waiting' }),
        twin('suspended', { state: 'suspended' }),
        twin('ben', { state: 'removed', subscriber: 'ben' }),
        twin('elsewhere', { state: 'removed', issuer: OTHER.issuer }),
      ],
    });
    const dead = accounts.deadTwins(account({ recordId: 'new' })).map(({ recordId }) => recordId);
    expect(dead.toSorted()).toEqual(['rejected', 'removed', 'unconfirmed']);
  });

  it('lets nobody bring back what was forgotten, whatever was on its way to disk', async () => {
    const bench = await accountsBench();
    await Promise.all([
      bench.accounts.save(account({ eventSeq: 1 })),
      bench.accounts.forget('rec-anna'),
      bench.accounts.save(account({ eventSeq: 2 })),
    ]);
    await bench.accounts.save(account({ eventSeq: 3 }));
    expect(bench.accounts.all()).toEqual([]);
    expect(await readdir(join(bench.disk.folder, 'records'))).toEqual([]);
  });

  it('writes a sign-in name as it is typed', () => {
    expect(signInNameOf(account({ issuer: 'https://verify.example.com:8443/tenant' }))).toBe('anna@verify.example.com:8443');
  });
});
