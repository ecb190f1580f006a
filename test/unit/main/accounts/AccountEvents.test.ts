import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, ISSUER, KEYS, NOW } from '../../../vectors/samples.ts';
import { type AccountsBench, accountsAfterRestart, accountsBench } from '../support/AccountsBench.ts';
import { expectCode } from '../support/codes.ts';
import { account, OTHER, OTHER_KEY, sign, signEvent, VERIFIER } from '../support/signing.ts';

const anna = ({ accounts }: AccountsBench): ReturnType<typeof account> | undefined => accounts.get('rec-anna');
const process = async ({ events }: AccountsBench, seq: number, change: object): Promise<'processed' | 'gap'> =>
  await events.process(await signEvent(seq, change), VERIFIER);

describe('AccountEvents: what the verifier says', () => {
  it('asks for events that were withheld, and goes on without those that the verifier has forgotten', async () => {
    const bench = await accountsBench();
    expect(await process(bench, 3, { event: 'suspended' })).toBe('gap');
    expect(anna(bench)).toMatchObject({ state: 'active', eventSeq: 0 });
    expect(await process(bench, 1, { event: 'activated' })).toBe('processed');
    expect(await process(bench, 3, { event: 'suspended' })).toBe('gap');
    expect(await process(bench, 3, { event: 'suspended' })).toBe('processed');
    expect(anna(bench)).toMatchObject({ state: 'suspended', eventSeq: 3 });
  });

  it('ends a request with the verifier’s outcome, and remembers that it did', async () => {
    const bench = await accountsBench();
    await process(bench, 1, { event: 'settled', request: 'req-1', outcome: 'mismatch' });
    expect(bench.told).toEqual(['settle rec-anna req-1 mismatch']);
    expect(anna(await accountsAfterRestart(bench))?.eventSeq).toBe(1);
  });

  it.each([
    ['elsewhere', 'elsewhere'],
    ['withdrawn', 'cancelled'],
    ['expired', 'expired'],
  ])('words a cancellation %s as %s', async (reason, outcome) => {
    const bench = await accountsBench();
    await process(bench, 1, { event: 'cancelled', request: 'req-1', reason });
    expect(bench.told).toEqual([`settle rec-anna req-1 ${outcome}`]);
  });

  it.each([
    ['activated', 'waiting', 'active'],
    ['suspended', 'active', 'suspended'],
    ['resumed', 'suspended', 'active'],
  ] as const)('%s turns %s into %s', async (event, before, after) => {
    const bench = await accountsBench({ accounts: [account({ state: before })] });
    await process(bench, 1, { event });
    expect(anna(await accountsAfterRestart(bench))).toMatchObject({ state: after, eventSeq: 1 });
    expect(bench.told).toEqual([`record ${event}`]);
  });

  it('takes over a policy', async () => {
    const bench = await accountsBench();
    const policy = { userVerification: 'required', passcodes: false };
    await process(bench, 1, { event: 'policy', policy });
    expect(anna(bench)?.policy).toEqual(policy);
  });

  it.each([
    ['administrator', 'removed'],
    ['unconfirmed', 'unconfirmed'],
    ['device', 'removed'],
  ])('wipes the secrets of an account removed because of %s, and keeps its name', async (reason, state) => {
    const bench = await accountsBench();
    await process(bench, 1, { event: 'removed', reason });
    const again = anna(await accountsAfterRestart(bench));
    expect(again).toMatchObject({ state, displayName: 'Anna Weber' });
    expect(again?.secrets).toBeUndefined();
    expect(bench.told).toEqual(['drop rec-anna', 'record removed']);
    const files = await bench.vault.get('rec-anna', 'account');
    expect(JSON.stringify(files)).not.toContain(KEYS.device.d);
    expect(await readFile(join(bench.disk.folder, 'records', 'rec-anna.jwe'), 'utf8')).not.toBe('');
  });
});

describe('AccountEvents: what is not believed', () => {
  it('processes every event once, also when it comes again with another id or after a restart', async () => {
    const bench = await accountsBench();
    await process(bench, 1, { event: 'suspended' });
    await process(bench, 2, { event: 'resumed' });
    await process(bench, 1, { event: 'suspended' });
    await process(bench, 2, { event: 'suspended', jti: 'other' });
    const again = await accountsAfterRestart(bench);
    await process(again, 2, { event: 'suspended' });
    expect(anna(again)).toMatchObject({ state: 'active', eventSeq: 2 });
  });

  it('applies nothing across a gap, asks for what was withheld, and takes it in order', async () => {
    const bench = await accountsBench();
    const [first, second] = [await signEvent(1, { event: 'suspended' }), await signEvent(2, { event: 'resumed' })];
    expect(await bench.events.process(second, VERIFIER)).toBe('gap');
    expect(anna(bench)).toEqual(account());
    expect(await bench.events.process(first, VERIFIER)).toBe('processed');
    expect(anna(bench)).toMatchObject({ state: 'suspended', eventSeq: 1 });
    expect(await bench.events.process(second, VERIFIER)).toBe('processed');
    expect(anna(bench)).toMatchObject({ state: 'active', eventSeq: 2 });
    expect(bench.told).toEqual(['record suspended', 'record resumed']);
  });

  it('ignores a repeat of an earlier activation after the removal', async () => {
    const bench = await accountsBench();
    await process(bench, 1, { event: 'activated' });
    await process(bench, 2, { event: 'removed', reason: 'administrator' });
    await process(bench, 1, { event: 'activated' });
    expect(anna(bench)?.state).toBe('removed');
  });

  it('refuses a stranger’s signature, the device’s own, and another organisation’s', async () => {
    const bench = await accountsBench();
    const suspended = { event: 'suspended' };
    await expectCode(bench.events.process(await signEvent(1, suspended, KEYS.stranger), VERIFIER), 'unknown-key');
    await expectCode(bench.events.process(await signEvent(1, suspended, KEYS.device), VERIFIER), 'unknown-key');
    await expectCode(bench.events.process(await signEvent(1, suspended, OTHER_KEY), VERIFIER), 'unknown-key');
    await expectCode(bench.events.process(await signEvent(1, suspended, OTHER_KEY), OTHER), 'wrong-issuer');
    await bench.events.process(await signEvent(1, { ...suspended, iss: OTHER.issuer }, OTHER_KEY), OTHER);
    expect(anna(bench)).toEqual(account());
  });

  it('refuses another kind of message and a changed one', async () => {
    const bench = await accountsBench();
    const payload = { v: 1, iss: ISSUER, aud: ACCOUNT, iat: NOW, jti: 'e', seq: 1, event: 'suspended' };
    await expectCode(bench.events.process(await sign('deskfob-request+jwt', payload), VERIFIER), 'bad-header');
    const [header = '', , signature = ''] = (await sign('deskfob-event+jwt', payload)).split('.');
    const changed = Buffer.from(JSON.stringify({ ...payload, event: 'activated' })).toString('base64url');
    await expectCode(bench.events.process(`${header}.${changed}.${signature}`, VERIFIER), 'bad-signature');
    expect(anna(bench)).toEqual(account());
  });

  it('calls an event of a later version unsupported, and does not count it', async () => {
    const bench = await accountsBench();
    await expectCode(process(bench, 1, { event: 'promoted' }), 'unsupported');
    await expectCode(process(bench, 1, { event: 'suspended', must: ['until'] }), 'unsupported');
    await expectCode(process(bench, 0, { event: 'suspended' }), 'malformed');
    expect(anna(bench)?.eventSeq).toBe(0);
  });

  it('does nothing for an account it does not know', async () => {
    const bench = await accountsBench();
    await process(bench, 1, { event: 'suspended', aud: 'acct_nobody' });
    expect(bench.told).toEqual([]);
  });

  it('does not bring back an account that the person removes while the event is processed', async () => {
    const bench = await accountsBench();
    const jws = await signEvent(1, { event: 'suspended' });
    await Promise.all([bench.events.process(jws, VERIFIER), bench.removals.remove(account())]);
    expect(bench.accounts.all()).toEqual([]);
    expect((await accountsAfterRestart(bench)).accounts.all()).toEqual([]);
  });
});

describe('AccountEvents: the attach reply', () => {
  const reply = (change: object): Parameters<AccountsBench['events']['attached']>[0] => ({
    v: 1,
    iss: ISSUER,
    aud: 'nonce',
    iat: NOW,
    accounts: [],
    rejected: [],
    ...change,
  });

  it('takes over the states it tells', async () => {
    const bench = await accountsBench({ accounts: [account({ state: 'waiting' })] });
    await bench.events.attached(reply({ accounts: [{ id: ACCOUNT, status: 'suspended', seq: 0 }] }));
    expect(anna(await accountsAfterRestart(bench))?.state).toBe('suspended');
  });

  it('keeps what an event has told since a reply was signed, however late that comes', async () => {
    const bench = await accountsBench();
    await process(bench, 1, { event: 'suspended' });
    await bench.events.attached(reply({ accounts: [{ id: ACCOUNT, status: 'active', seq: 0 }] }));
    expect(anna(await accountsAfterRestart(bench))?.state).toBe('suspended');
    await bench.events.attached(reply({ accounts: [{ id: ACCOUNT, status: 'active', seq: 1 }] }));
    expect(anna(bench)?.state).toBe('active');
  });

  it('keeps the secrets of an account that the verifier does not know, which may know it again tomorrow', async () => {
    const bench = await accountsBench();
    await bench.events.attached(reply({ rejected: [ACCOUNT, 'acct_nobody'] }));
    expect(anna(bench)).toEqual(account({ state: 'rejected' }));
    await bench.events.attached(reply({ accounts: [{ id: ACCOUNT, status: 'active', seq: 0 }] }));
    expect(anna(bench)).toEqual(account());
  });

  it('does not bring a removed account back to life', async () => {
    const { secrets: _, ...gone } = account({ state: 'removed' });
    const bench = await accountsBench({ accounts: [gone] });
    await bench.events.attached(reply({ accounts: [{ id: ACCOUNT, status: 'active', seq: 0 }] }));
    await bench.events.attached(reply({ rejected: [ACCOUNT] }));
    expect(anna(bench)?.state).toBe('removed');
  });
});
