import { afterAll, describe, expect, it } from 'vitest';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes, opened } from '../../harness/app/profileContents.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

const LINKS = ['A', 'B'].map((letter) => `otpauth://totp/${letter}:anna?secret=GEZDGNBVGY3TQOJ${letter}&issuer=${letter}`);

describe('arranged accounts', () => {
  it('are as they were after a restart, and lie in no file that can be read', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await app.ask('import:texts', { texts: LINKS });
    await app.ask('import:confirm', undefined);
    const { id } = app.account();
    const last = app.view().otpAccounts[1]?.id ?? '';
    await app.ask('accounts:move', { ids: [last], target: id, position: 'before' });
    await app.ask('accounts:edit', { id, ownName: 'Secret nickname', group: 'Hidden group', tags: ['Unseen tag'] });
    await app.ask('accounts:pin', { id, pinned: true });
    const { order, accounts } = app.view();
    expect(order.slice(0, 2)).toEqual([id, last]);
    expect(allBytes(app.computer.folder)).not.toMatch(/Secret nickname|Hidden group|Unseen tag/);
    const again = await app.restart();
    expect(again.view().order).toEqual(order);
    expect(again.view().accounts[0]).toEqual(accounts[0]);
    await again.close();
  });

  it('are where a dead entry was, and called as it was, once they are paired again', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const computer = app.computer;
    await app.ask('import:texts', { texts: LINKS });
    await app.ask('import:confirm', undefined);
    const { id } = app.account();
    const first = app.view().otpAccounts[0]?.id ?? '';
    await app.ask('accounts:move', { ids: [first], target: id, position: 'before' });
    await app.ask('accounts:edit', { id, ownName: 'Administrator', group: 'Work' });
    const at = await organisation.accountIds();
    await organisation.removeAccount(at.at(-1) ?? '');
    await app.until('a dead account', ({ accounts }) => accounts.some(({ state }) => state === 'removed'));
    await organisation.pair(app);
    const next = app.account();
    expect(next).toMatchObject({ ownName: 'Administrator', group: 'Work', state: 'active' });
    expect(next.id).not.toBe(id);
    expect(app.view().order.slice(0, 2)).toEqual([first, next.id]);
    expect(JSON.stringify(await opened(computer, 'arrangement'))).toContain(next.id);
    await app.close();
  });

  it('are removed many at once: the organisation hears of each of its own', async () => {
    const before = await organisation.accountIds();
    const app = await organisation.pairedApp(await freshComputer());
    await organisation.pair(app);
    await app.ask('import:texts', { texts: LINKS });
    await app.ask('import:confirm', undefined);
    const { accounts, otpAccounts } = app.view();
    expect(accounts).toHaveLength(2);
    const ids = [...accounts, ...otpAccounts].map(({ id }) => id);
    expect(await app.ask('accounts:removeMany', { ids })).toEqual({ ok: true, value: { left: [] } });
    expect(app.view()).toMatchObject({ accounts: [], otpAccounts: [], order: [], removedOtp: 2 });
    await expect.poll(async () => (await organisation.accountIds()).toSorted()).toEqual(before.toSorted());
    await expect.poll(async () => await opened(app.computer, 'removal')).toEqual([]);
    await app.ask('otp:undo', undefined);
    expect(app.view().otpAccounts).toHaveLength(2);
    await app.close();
  });
});
