import { describe, expect, it } from 'vitest';
import { verifyMessage } from '../../../../src/protocol/jws.ts';
import { removalSchema } from '../../../../src/protocol/messages/removal.ts';
import { ACCOUNT, ISSUER, KEYS, pinned } from '../../../vectors/samples.ts';
import { accountsAfterRestart, accountsBench } from '../support/AccountsBench.ts';
import { expectCode } from '../support/codes.ts';
import { account, OTHER, OTHER_KEY, signEvent, VERIFIER } from '../support/signing.ts';

const DAY = 24 * 3_600_000;

describe('Removals', () => {
  it('forgets the account at once and keeps a signed farewell that needs its key no more', async () => {
    const bench = await accountsBench();
    await bench.removals.remove(account());
    expect(bench.accounts.all()).toEqual([]);
    const [farewell] = bench.removals.of(ISSUER);
    const payload = await verifyMessage('deskfob-removal+jwt', farewell?.proof ?? '', removalSchema, pinned('device'));
    expect(payload).toMatchObject({ iss: ACCOUNT, aud: ISSUER });
    const kept = await bench.vault.list('removal');
    expect(JSON.stringify(kept)).not.toContain(KEYS.device.d);
    expect(await bench.vault.list('account')).toEqual([]);
  });

  it('keeps the same bytes over restarts until the verifier confirms', async () => {
    const bench = await accountsBench();
    await bench.removals.remove(account());
    const again = await accountsAfterRestart(await accountsAfterRestart(bench));
    expect(again.removals.of(ISSUER)).toEqual(bench.removals.of(ISSUER));
    expect(again.removals.issuers()).toEqual([ISSUER]);
    expect(again.removals.of(OTHER.issuer)).toEqual([]);
    await again.events.process(await signEvent(9, { event: 'removed', reason: 'device' }), VERIFIER);
    expect(again.removals.issuers()).toEqual([]);
    expect((await accountsAfterRestart(again)).removals.issuers()).toEqual([]);
  });

  it('is confirmed by nothing but the verifier’s own signed event for that account', async () => {
    const bench = await accountsBench();
    await bench.removals.remove(account());
    const removed = { event: 'removed', reason: 'device' };
    await expectCode(bench.events.process(await signEvent(9, removed, KEYS.stranger), VERIFIER), 'unknown-key');
    await bench.events.process(await signEvent(9, { ...removed, iss: OTHER.issuer }, OTHER_KEY), OTHER);
    await bench.events.process(await signEvent(9, { ...removed, aud: 'acct_other' }), VERIFIER);
    await bench.events.process(await signEvent(9, { event: 'suspended' }), VERIFIER);
    expect(bench.removals.of(ISSUER)).toHaveLength(1);
  });

  it('finishes the forgetting when the app was killed right after the farewell', async () => {
    const bench = await accountsBench();
    // As it lies on disk at that moment: the farewell is kept, the account is still there.
    await bench.removals.remove(account());
    await bench.vault.put({ recordId: 'rec-anna', type: 'account', format: 1, value: account() });
    const again = await accountsAfterRestart(bench);
    expect(again.accounts.all()).toEqual([]);
    expect(await again.vault.list('account')).toEqual([]);
    expect(again.removals.of(ISSUER)).toHaveLength(1);
  });

  it('leaves the account as it was when the farewell could not be kept', async () => {
    let broken = false;
    const bench = await accountsBench({
      faults: (point) => {
        if (broken && point.endsWith(':before-rename')) throw new Error('disk full');
      },
    });
    broken = true;
    await expectCode(bench.removals.remove(account()), 'vault-io');
    expect(bench.accounts.all()).toEqual([account()]);
    expect((await accountsAfterRestart(bench)).accounts.all()).toEqual([account()]);
  });

  it('says no farewell for an account whose secrets are gone already', async () => {
    const { secrets: _, ...gone } = account({ state: 'removed' });
    const bench = await accountsBench({ accounts: [gone] });
    await bench.removals.remove(gone);
    expect(bench.accounts.all()).toEqual([]);
    expect(bench.removals.issuers()).toEqual([]);
  });

  it('gives a farewell up after 90 days, when nobody is left to hear it', async () => {
    const bench = await accountsBench();
    await bench.removals.remove(account());
    bench.clock.sleep(90 * DAY);
    expect((await accountsAfterRestart(bench)).removals.issuers()).toEqual([ISSUER]);
    bench.clock.sleep(1);
    expect((await accountsAfterRestart(bench)).removals.issuers()).toEqual([]);
    expect(await bench.vault.list('removal')).toEqual([]);
  });
});
