import { describe, expect, it } from 'vitest';
import { Mutes } from '../../../../src/main/mutes/Mutes.ts';
import { verifyMessage } from '../../../../src/protocol/jws.ts';
import { muteSchema } from '../../../../src/protocol/messages/removal.ts';
import type { Attached } from '../../../../src/protocol/messages/attach.ts';
import { ACCOUNT, APP_NONCE, ISSUER, NOW, pinned } from '../../../vectors/samples.ts';
import { accountsAfterRestart, type AccountsBench, accountsBench } from '../support/AccountsBench.ts';
import { account, OTHER } from '../support/signing.ts';

const MINUTE_MS = 60_000;

async function mutesOf({ vault, accounts, clock }: AccountsBench): Promise<Mutes> {
  const mutes = new Mutes({ vault, accounts, verifierNowMs: () => clock.nowMs(), onChange: () => {} });
  await mutes.load();
  return mutes;
}

/** The verifier's word. */
function reply(mutedUntil?: number, iat = NOW): Attached {
  const told = { id: ACCOUNT, status: 'active' as const, seq: 0, ...(mutedUntil !== undefined && { mutedUntil }) };
  return { v: 1, iss: ISSUER, aud: APP_NONCE, iat, accounts: [told], rejected: [] };
}

describe('Mutes', () => {
  it('count at once, and are signed for the verifier by its own clock', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await mutes.change(account(), 15 * MINUTE_MS);
    expect(mutes.of(account())).toEqual({ untilMs: (NOW + 900) * 1000, isConfirmed: false });
    const [pending] = mutes.pending(ISSUER);
    const mute = await verifyMessage('deskfob-mute+jwt', pending?.message ?? '', muteSchema, pinned('device'));
    expect(mute).toMatchObject({ iss: ACCOUNT, aud: ISSUER, until: NOW + 900 });
    expect(mutes.pending(OTHER.issuer)).toEqual([]);
  });

  it('are confirmed by the verifier’s word and no other', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await mutes.change(account(), 15 * MINUTE_MS);
    await mutes.attached(reply());
    await mutes.attached(reply(NOW + 5));
    expect(mutes.of(account())?.isConfirmed).toBe(false);
    expect(mutes.pending(ISSUER)).toHaveLength(1);
    await mutes.attached(reply(NOW + 900));
    expect(mutes.of(account())).toEqual({ untilMs: (NOW + 900) * 1000, isConfirmed: true });
    expect(mutes.pending(ISSUER)).toEqual([]);
  });

  it('survive a restart, as the same bytes until they are confirmed', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await mutes.change(account(), 60 * MINUTE_MS);
    const again = await accountsAfterRestart(bench);
    const kept = await mutesOf(again);
    expect(kept.pending(ISSUER)).toEqual(mutes.pending(ISSUER));
    await kept.attached(reply(NOW + 3600));
    expect((await mutesOf(await accountsAfterRestart(again))).of(account())).toEqual({ untilMs: (NOW + 3600) * 1000, isConfirmed: true });
  });

  it('end when their time is over, and nothing is left of them after a restart', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await mutes.change(account(), 15 * MINUTE_MS);
    await mutes.attached(reply(NOW + 900));
    bench.clock.advance(15 * MINUTE_MS);
    expect(mutes.of(account())).toBeUndefined();
    const again = await accountsAfterRestart(bench);
    await mutesOf(again);
    expect(await again.vault.list('mute')).toEqual([]);
  });

  it('are ended here at once, and there with the next word', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await mutes.change(account(), 15 * MINUTE_MS);
    await mutes.attached(reply(NOW + 900));
    await mutes.change(account(), 0);
    expect(mutes.of(account())).toBeUndefined();
    // A reply from before the end was heard there brings nothing back.
    await mutes.attached(reply(NOW + 900));
    expect(mutes.of(account())).toBeUndefined();
    expect(mutes.pending(ISSUER)).toHaveLength(1);
    await mutes.attached(reply());
    expect(mutes.pending(ISSUER)).toEqual([]);
    expect(await bench.vault.list('mute')).toEqual([]);
  });

  it('follow the verifier where this computer has no wish of its own', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await mutes.attached(reply(NOW + 60));
    expect(mutes.of(account())).toEqual({ untilMs: (NOW + 60) * 1000, isConfirmed: true });
    await mutes.attached(reply());
    expect(mutes.of(account())).toBeUndefined();
  });

  it('take the last of several wishes', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await Promise.all([mutes.change(account(), 15 * MINUTE_MS), mutes.change(account(), 60 * MINUTE_MS)]);
    expect(await bench.vault.list('mute')).toHaveLength(1);
    await mutes.change(account(), 15 * MINUTE_MS);
    expect(mutes.of(account())?.untilMs).toBe((NOW + 900) * 1000);
  });

  it('go with their account', async () => {
    const bench = await accountsBench();
    const mutes = await mutesOf(bench);
    await mutes.change(account(), 15 * MINUTE_MS);
    await bench.accounts.forget(account().recordId);
    expect(mutes.pending(ISSUER)).toEqual([]);
    const again = await accountsAfterRestart(bench);
    await mutesOf(again);
    expect(await again.vault.list('mute')).toEqual([]);
  });
});
