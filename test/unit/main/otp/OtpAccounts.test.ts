import { describe, expect, it } from 'vitest';
import { OtpAccounts } from '../../../../src/main/otp/OtpAccounts.ts';
import { OtpCodes } from '../../../../src/main/otp/OtpCodes.ts';
import { RemovedOtp, UNDO_MS } from '../../../../src/main/otp/RemovedOtp.ts';
import type { Vault } from '../../../../src/main/vault/Vault.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { type Disk, freshDisk, vaultOn } from '../support/folders.ts';
import { HOTP, otpAccount } from './support.ts';

const bench = async (disk?: Disk) => {
  const on = disk ?? (await freshDisk());
  const vault = await vaultOn(on);
  const changes = { count: 0 };
  const accounts = new OtpAccounts(vault, () => (changes.count += 1));
  await accounts.load();
  return { disk: on, vault, accounts, changes };
};
const ids = (accounts: OtpAccounts): string[] => accounts.all().map(({ id }) => id);

describe('accounts of ordinary sites', () => {
  it('are there again after a restart, in their order', async () => {
    const { disk, accounts } = await bench();
    await accounts.change(() => [otpAccount('b'), otpAccount('a'), otpAccount('c')]);
    const again = await bench(disk);
    expect(ids(again.accounts)).toEqual(['b', 'a', 'c']);
    expect(again.accounts.get('a')).toEqual(otpAccount('a'));
  });

  it('change one after the other, each from what the one before has left', async () => {
    const { accounts } = await bench();
    await Promise.all(['a', 'b', 'c'].map(async (id) => await accounts.change((all) => [...all, otpAccount(id)])));
    expect(ids(accounts)).toEqual(['a', 'b', 'c']);
  });

  it('stay as they were when the disk refuses, and go on working', async () => {
    const disk = await freshDisk();
    const real = await vaultOn(disk);
    let refuses = false;
    const vault: Pick<Vault, 'get' | 'put'> = {
      get: async (id, type) => await real.get(id, type),
      put: async (record) => {
        if (refuses) throw new Error('no room');
        await real.put(record);
      },
    };
    const accounts = new OtpAccounts(vault, () => {});
    await accounts.change(() => [otpAccount('a')]);
    refuses = true;
    await expect(accounts.change((all) => [...all, otpAccount('b')])).rejects.toThrow('no room');
    expect(ids(accounts)).toEqual(['a']);
    refuses = false;
    await accounts.change((all) => [...all, otpAccount('c')]);
    expect(ids(accounts)).toEqual(['a', 'c']);
  });

  it('are not dropped silently when their record is damaged', async () => {
    const { disk, vault, accounts } = await bench();
    await accounts.change(() => [otpAccount('a')]);
    await vault.put({ recordId: 'otp-accounts', type: 'otp', format: 1, value: { accounts: [{ ...otpAccount('a'), otp: 5 }] } });
    await expect(bench(disk)).rejects.toMatchObject({ code: 'vault-corrupt' });
  });

  it('hold ten thousand', async () => {
    const { disk, accounts } = await bench();
    await accounts.change(() =>
      Array.from({ length: 10_000 }, (_, n) => otpAccount(`account-${n}`, { label: `somebody.${n}@example.com` })),
    );
    const again = await bench(disk);
    expect(again.accounts.all()).toHaveLength(10_000);
  });
});

describe('a code by a counter', () => {
  it('is shown only once its counter is safe on disk, and never the same again', async () => {
    const { disk, accounts } = await bench();
    await accounts.change(() => [otpAccount('a', { otp: HOTP })]);
    const codes = new OtpCodes(accounts);
    const counted = (): string | undefined => codes.counted(otpAccount('a'));
    expect(counted()).toBeUndefined();
    await codes.count('a');
    expect(counted()).toBe('755224');
    const again = await bench(disk);
    expect(again.accounts.get('a')?.otp).toMatchObject({ counter: 1 });
    await codes.count('a');
    expect(counted()).toBe('287082');
    codes.forget();
    expect(counted()).toBeUndefined();
  });

  it('is refused for an account that is gone, or that does not count', async () => {
    const { accounts } = await bench();
    await accounts.change(() => [otpAccount('a')]);
    const codes = new OtpCodes(accounts);
    await expect(codes.count('a')).rejects.toMatchObject({ code: 'account-unknown' });
    await expect(codes.count('b')).rejects.toMatchObject({ code: 'account-unknown' });
  });
});

describe('a code by the time', () => {
  it('is the one of its step, with the next one and the time that is left', async () => {
    const { accounts } = await bench();
    const codes = new OtpCodes(accounts);
    const account = otpAccount('a');
    // RFC 6238, appendix B, the last six digits.
    expect(codes.timed(account, 59_000)).toEqual({ current: '287082', next: '359152', remainingMs: 1000, periodMs: 30_000 });
    expect(codes.timed(account, 60_000)).toMatchObject({ current: '359152', next: '969429', remainingMs: 30_000 });
    expect(codes.timed(account, 30_000)).toMatchObject({ current: '287082' });
    expect(codes.timed(otpAccount('b', { otp: HOTP }), 0)).toBeUndefined();
  });
});

describe('a removal', () => {
  const removal = async () => {
    const made = await bench();
    await made.accounts.change(() => ['a', 'b', 'c', 'd'].map((id) => otpAccount(id)));
    const clock = new FakeClock(0);
    return { ...made, clock, removed: new RemovedOtp(made.accounts, clock, () => {}) };
  };

  it('is on disk at once, and can be taken back to where everything was', async () => {
    const { disk, accounts, removed } = await removal();
    await removed.remove(new Set(['b', 'd']));
    expect(removed.count).toBe(2);
    expect(ids((await bench(disk)).accounts)).toEqual(['a', 'c']);
    await removed.undo();
    expect(ids(accounts)).toEqual(['a', 'b', 'c', 'd']);
    expect(ids((await bench(disk)).accounts)).toEqual(['a', 'b', 'c', 'd']);
    expect(removed.count).toBe(0);
  });

  it('can be taken back for a while only', async () => {
    const { accounts, removed, clock } = await removal();
    await removed.remove(new Set(['a']));
    clock.advance(UNDO_MS);
    expect(removed.count).toBe(0);
    await removed.undo();
    expect(ids(accounts)).toEqual(['b', 'c', 'd']);
  });

  it('of what is not there is none', async () => {
    const { removed, changes } = await removal();
    const before = changes.count;
    await removed.remove(new Set(['x']));
    expect([removed.count, changes.count]).toEqual([0, before]);
  });
});
