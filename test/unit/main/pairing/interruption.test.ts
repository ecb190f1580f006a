import { describe, expect, it, vi } from 'vitest';
import { IntentError } from '../../../../src/main/errors/IntentError.ts';
import { PENDING_MS } from '../../../../src/main/pairing/PendingPairing.ts';
import { LINK_KEY, TYPED_KEY } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { pairingBench } from '../support/pairingBench.ts';
import { VERIFIER } from '../support/signing.ts';

describe('Pairing: a lost reply', () => {
  it('repeats the same proof, so that the key is not burnt', async () => {
    const { flow, organisation, accounts, vault, link } = await pairingBench();
    organisation.next = 'lose';
    flow.openLink(link());
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'failed', error: 'pairing-interrupted', retry: true });
    await flow.confirm();
    organisation.next = 'grant';
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'paired' });
    expect(organisation.proofs).toHaveLength(3);
    expect(new Set(organisation.proofs).size).toBe(1);
    expect(accounts.all()).toHaveLength(1);
    expect(await vault.list('pairing')).toEqual([]);
  });

  it('repeats it also when the person opens the same link again', async () => {
    const { flow, organisation, link } = await pairingBench();
    organisation.next = 'lose';
    for (let n = 0; n < 2; n += 1) {
      flow.openLink(link());
      await flow.confirm();
    }
    expect(new Set(organisation.proofs).size).toBe(1);
  });

  it('makes a new proof for another name with the same key', async () => {
    const { flow, organisation } = await pairingBench();
    organisation.next = { status: 429, body: '' };
    for (const name of ['anan', 'anna']) {
      flow.openName(`${name}@${organisation.host}`, TYPED_KEY);
      await flow.confirm();
      await flow.confirm();
    }
    expect(new Set(organisation.proofs).size).toBe(2);
  });
});

describe('Pairing: a kill', () => {
  it('is taken up after the start with the same proof', async () => {
    const bench = await pairingBench();
    bench.organisation.next = 'lose';
    bench.flow.openLink(bench.link());
    await bench.flow.confirm();
    bench.organisation.next = 'grant';
    const again = await pairingBench(bench);
    expect(again.flow.view()).toEqual({ step: 'failed', host: bench.organisation.host, error: 'pairing-interrupted', retry: true });
    expect(bench.organisation.proofs).toHaveLength(1);
    await again.flow.confirm();
    expect(again.flow.view()).toMatchObject({ step: 'paired' });
    expect(new Set(bench.organisation.proofs).size).toBe(1);
    expect((await pairingBench(again)).flow.view()).toEqual({ step: 'none' });
  });

  it('has the device key on disk before the proof is sent', async () => {
    const bench = await pairingBench();
    let release = (): void => {};
    bench.organisation.hold = new Promise((resolve) => (release = resolve));
    bench.flow.openLink(bench.link());
    const confirming = bench.flow.confirm();
    await vi.waitFor(() => expect(bench.organisation.proofs).toHaveLength(1));
    const [record] = await bench.vault.list('pairing');
    expect(record?.value).toMatchObject({ proof: bench.organisation.proofs[0] });
    release();
    await confirming;
  });

  it('right after the account was kept leaves one account and nothing to take up', async () => {
    const bench = await pairingBench();
    bench.organisation.next = 'lose';
    bench.flow.openLink(bench.link());
    await bench.flow.confirm();
    const [record] = await bench.vault.list('pairing');
    bench.organisation.next = 'grant';
    await bench.flow.confirm();
    if (record !== undefined) await bench.vault.put(record);
    const again = await pairingBench(bench);
    expect(again.flow.view()).toEqual({ step: 'none' });
    expect(again.accounts.all()).toHaveLength(1);
    expect(await again.vault.list('pairing')).toEqual([]);
  });

  it.each(['pairing:account-kept', 'pairing:told'])('at %s does the rest after the start', async (where) => {
    const first = await pairingBench();
    first.flow.openLink(first.link());
    await first.flow.confirm();
    for (const account of first.accounts.all()) await first.accounts.save({ ...account, state: 'rejected' });
    const bench = await pairingBench(first, true, (point) => {
      if (point === where) throw new Error('killed');
    });
    bench.flow.openLink(bench.link());
    await bench.flow.confirm();
    expect(bench.flow.view()).toMatchObject({ step: 'failed' });
    const again = await pairingBench(bench);
    expect(again.flow.view()).toEqual({ step: 'none' });
    expect(again.accounts.all()).toMatchObject([{ state: 'waiting' }]);
    expect(again.paired).toEqual(again.accounts.all());
    expect(await again.vault.list('pairing')).toEqual([]);
  });

  it('makes no second account when only what follows the account failed, and the person tries again', async () => {
    let fails = true;
    const bench = await pairingBench(undefined, true, (point) => {
      if (point === 'pairing:account-kept' && fails) throw new IntentError('pairing-interrupted');
    });
    bench.flow.openLink(bench.link());
    await bench.flow.confirm();
    expect(bench.flow.view()).toMatchObject({ step: 'failed', retry: true });
    fails = false;
    await bench.flow.confirm();
    expect(bench.flow.view()).toMatchObject({ step: 'paired' });
    expect(bench.accounts.all()).toHaveLength(1);
    expect(bench.paired).toEqual(bench.accounts.all());
    expect(await bench.vault.list('pairing')).toEqual([]);
  });

  it.each([PENDING_MS + 1, -1])('is given up when the start is %i ms later', async (ms) => {
    const bench = await pairingBench();
    bench.organisation.next = 'lose';
    bench.flow.openLink(bench.link());
    await bench.flow.confirm();
    bench.clock.sleep(ms);
    const again = await pairingBench(bench);
    expect(again.flow.view()).toEqual({ step: 'none' });
    expect(await again.vault.list('pairing')).toEqual([]);
  });
});

describe('Pairing: giving up', () => {
  it('forgets the keys of a pairing that failed', async () => {
    const { flow, organisation, vault, link } = await pairingBench();
    organisation.next = 'lose';
    flow.openLink(link());
    await flow.confirm();
    await flow.cancel();
    expect(flow.view()).toEqual({ step: 'none' });
    expect(await vault.list('pairing')).toEqual([]);
  });

  it('makes no account of a grant that comes after the person gave up', async () => {
    const bench = await pairingBench();
    let release = (): void => {};
    bench.organisation.hold = new Promise((resolve) => (release = resolve));
    bench.flow.openLink(bench.link());
    const confirming = bench.flow.confirm();
    await vi.waitFor(() => expect(bench.organisation.proofs).toHaveLength(1));
    await bench.flow.cancel();
    release();
    await confirming;
    expect(bench.flow.view()).toEqual({ step: 'none' });
    expect(bench.accounts.all()).toEqual([]);
    expect(bench.paired).toEqual([]);
    expect(await bench.vault.list('pairing')).toEqual([]);
  });

  it('sends nothing when the person gives up while the keys are made', async () => {
    const bench = await pairingBench();
    const verifier = await bench.verifiers.fetch(bench.organisation.issuer, VERIFIER.jkt);
    const pairing = bench.pairings.pair(verifier, { key: LINK_KEY });
    await bench.pairings.abandon();
    await expectCode(pairing, 'pairing-nothing-pending');
    expect(bench.organisation.proofs).toEqual([]);
    expect(await bench.vault.list('pairing')).toEqual([]);
  });

  it('starts no second pairing while one is on its way', async () => {
    const bench = await pairingBench();
    let release = (): void => {};
    bench.organisation.hold = new Promise((resolve) => (release = resolve));
    bench.flow.openLink(bench.link());
    const confirming = bench.flow.confirm();
    bench.flow.openLink(bench.link(false));
    bench.flow.openName(`ben@${bench.organisation.host}`, TYPED_KEY);
    expect(bench.flow.view()).toEqual({ step: 'contacting', host: bench.organisation.host });
    release();
    await confirming;
    expect(bench.flow.view()).toMatchObject({ step: 'paired' });
  });
});
