import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/main/accounts/Account.ts';
import type { Faults } from '../../../../src/main/files/faults.ts';
import { expectCode } from '../support/codes.ts';
import { type CoreBench, coreBench } from '../support/coreBench.ts';
import { vaultOn } from '../support/folders.ts';
import { NOW_MS } from '../support/signing.ts';

const other = (name: string, minutes: number): Partial<Account> => ({
  recordId: `rec-${name}`,
  id: `at-verifier-${name}`,
  subscriber: name,
  displayName: name,
  pairedAtMs: NOW_MS + minutes * 60_000,
});
const links = (...issuers: string[]): string[] =>
  issuers.map((issuer, index) => `otpauth://totp/${issuer}:anna?secret=GEZDGNBVGY3TQOJ${'QRST'[index] ?? 'U'}&issuer=${issuer}`);

/** Anna, Ben and Cara at one organisation, and accounts of two sites. */
async function arranged(faults?: Faults): Promise<CoreBench & { site(issuer: string): string; shown(): string[] }> {
  const bench = await coreBench(undefined, [other('ben', 1), other('cara', 2)], faults);
  const { intents, session, views } = bench.core;
  await session.open();
  await intents['import:texts']({ texts: links('Forge', 'Bank') });
  await intents['import:confirm'](undefined);
  const site = (issuer: string): string => views.current().otpAccounts.find((one) => one.issuer === issuer)?.id ?? '';
  const shown = (): string[] => {
    const view = views.current();
    const names = new Map([
      ...view.accounts.map(({ id }) => [id, id.replace('rec-', '')] as const),
      ...view.otpAccounts.map(({ id, issuer }) => [id, issuer] as const),
    ]);
    return view.order.map((id) => names.get(id) ?? '?');
  };
  return { ...bench, site, shown };
}

/** What lies sealed of the arrangement. */
async function kept({ disk }: CoreBench): Promise<unknown> {
  return (await (await vaultOn(disk)).get('arrangement', 'arrangement'))?.value;
}

describe('the order of accounts', () => {
  it('begins with organisations by their pairing and sites as they came, and is the person’s from then on', async () => {
    const bench = await arranged();
    const { intents } = bench.core;
    expect(bench.shown()).toEqual(['anna', 'ben', 'cara', 'Forge', 'Bank']);
    await intents['accounts:move']({ ids: [bench.site('Bank')], target: 'rec-anna', position: 'before' });
    await intents['accounts:move']({ ids: ['rec-ben', 'rec-cara'], target: bench.site('Forge'), position: 'after' });
    expect(bench.shown()).toEqual(['Bank', 'anna', 'Forge', 'ben', 'cara']);
    expect(bench.core.views.current().accounts.map(({ id }) => id)).toEqual(['rec-anna', 'rec-ben', 'rec-cara']);
  });

  it('has pinned ones first, of both kinds, and new ones last', async () => {
    const bench = await arranged();
    const { intents } = bench.core;
    await intents['accounts:pin']({ id: 'rec-cara', pinned: true });
    await intents['otp:edit']({ id: bench.site('Forge'), pinned: true });
    expect(bench.shown()).toEqual(['cara', 'Forge', 'anna', 'ben', 'Bank']);
    // Nothing comes before what is pinned.
    await intents['accounts:move']({ ids: ['rec-ben'], target: 'rec-cara', position: 'before' });
    expect(bench.shown()).toEqual(['cara', 'Forge', 'ben', 'anna', 'Bank']);
    await intents['import:texts']({ texts: ['otpauth://totp/New:anna?secret=GEZDGNBVGY3TQOJX&issuer=New'] });
    await intents['import:confirm'](undefined);
    expect(bench.shown().at(-1)).toBe('New');
  });

  it('takes no account that is not there, and forgets those that go', async () => {
    const bench = await arranged();
    const { intents } = bench.core;
    await expectCode(
      async () => await intents['accounts:move']({ ids: ['rec-anna'], target: 'nobody', position: 'after' }),
      'account-unknown',
    );
    await intents['accounts:move']({ ids: ['nobody', 'rec-cara'], target: 'rec-anna', position: 'before' });
    await intents['accounts:edit']({ id: 'rec-cara', ownName: 'My test' });
    expect(bench.shown()).toEqual(['cara', 'anna', 'ben', 'Forge', 'Bank']);
    expect(JSON.stringify(await kept(bench))).not.toContain('nobody');
    await intents['accounts:remove']({ id: 'rec-cara' });
    expect(JSON.stringify(await kept(bench))).not.toMatch(/rec-cara|My test/);
  });

  it('brings a site’s account back to its place, when its removal is taken back', async () => {
    const bench = await arranged();
    const { intents } = bench.core;
    const bank = bench.site('Bank');
    await intents['accounts:move']({ ids: [bank], target: 'rec-ben', position: 'before' });
    await intents['otp:remove']({ ids: [bank] });
    await intents['accounts:move']({ ids: ['rec-cara'], target: 'rec-anna', position: 'before' });
    await intents['otp:undo'](undefined);
    expect(bench.shown()).toEqual(['cara', 'anna', 'Bank', 'ben', 'Forge']);
  });
});

describe('what the person calls an account of an organisation', () => {
  it('stands beside its true names, cleaned, and can be taken away again', async () => {
    const bench = await arranged();
    const { intents, views } = bench.core;
    await intents['accounts:edit']({ id: 'rec-anna', ownName: '  Admin\u202E ', group: ' Work ', tags: ['vpn', ' vpn', '', 'x'] });
    const before = views.current().accounts[0];
    expect(before).toMatchObject({ displayName: 'Anna Weber', ownName: 'Admin', group: 'Work', tags: ['vpn', 'x'], pinned: false });
    await intents['accounts:pin']({ id: 'rec-anna', pinned: true });
    expect(views.current().accounts[0]).toEqual({ ...before, pinned: true });
    await intents['accounts:edit']({ id: 'rec-anna', ownName: '', tags: [] });
    expect(views.current().accounts[0]).toMatchObject({ group: 'Work' });
    expect(views.current().accounts[0]).not.toHaveProperty('ownName');
    expect(views.current().accounts[0]).not.toHaveProperty('tags');
    await expectCode(async () => await intents['accounts:edit']({ id: bench.site('Bank'), ownName: 'x' }), 'account-unknown');
  });

  it('is in no request', async () => {
    const bench = await arranged();
    await bench.core.intents['accounts:edit']({ id: 'rec-anna', ownName: 'Own name' });
    await bench.request(await bench.online());
    expect(JSON.stringify(bench.core.views.current().requests)).not.toContain('Own name');
  });
});

describe('many accounts at once', () => {
  it('come into one group, of both kinds, and out of it', async () => {
    const bench = await arranged();
    const { intents, views } = bench.core;
    const ids = ['rec-anna', 'rec-cara', bench.site('Bank'), 'nobody'];
    await intents['accounts:group']({ ids, group: ' Tests ' });
    const groups = (): unknown[] => [...views.current().accounts, ...views.current().otpAccounts].map(({ group }) => group);
    expect(groups()).toEqual(['Tests', undefined, 'Tests', undefined, 'Tests']);
    await intents['accounts:group']({ ids, group: '\u200B' });
    expect(groups()).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('are removed, those of sites until that is taken back', async () => {
    const bench = await arranged();
    const { intents, views } = bench.core;
    const ids = ['rec-anna', 'rec-ben', bench.site('Forge'), 'nobody'];
    expect(await intents['accounts:removeMany']({ ids })).toEqual({ left: [] });
    expect(bench.shown()).toEqual(['cara', 'Bank']);
    expect(views.current().removedOtp).toBe(1);
    expect(views.current().activity.filter(({ type }) => type === 'removed')).toHaveLength(2);
    await intents['otp:undo'](undefined);
    expect(bench.shown()).toEqual(['cara', 'Forge', 'Bank']);
  });

  it('are removed past one that fails, and those that are left are named', async () => {
    let writes: 'work' | 'fail once' = 'work';
    const bench = await arranged((point) => {
      if (point !== 'vault:before-rename' || writes === 'work') return;
      writes = 'work';
      throw new Error('no room');
    });
    const { intents, views } = bench.core;
    writes = 'fail once';
    expect(await intents['accounts:removeMany']({ ids: ['rec-anna', 'rec-ben'] })).toEqual({ left: ['rec-anna'] });
    expect(bench.shown()).toEqual(['anna', 'cara', 'Forge', 'Bank']);
    expect(views.current().accounts[0]).toMatchObject({ id: 'rec-anna', state: 'active' });
    expect(await intents['accounts:removeMany']({ ids: ['rec-anna'] })).toEqual({ left: [] });
  });

  it('lose their history too, if the person wants that', async () => {
    const bench = await arranged();
    const { intents, views } = bench.core;
    await intents['accounts:removeMany']({ ids: ['rec-anna', 'rec-ben'], deleteHistory: true });
    expect(views.current().activity).toEqual([]);
  });
});
