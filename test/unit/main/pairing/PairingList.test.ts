import { describe, expect, it, vi } from 'vitest';
import { formatPairingLink } from '../../../../src/protocol/pairingLink.ts';
import { KEYS } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { pairingBench, type PairingBench } from '../support/pairingBench.ts';
import { account, VERIFIER } from '../support/signing.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keyOf = (n: number): string => `${ALPHABET[n >> 5]}${ALPHABET[n & 31]}`.padStart(26, 'K');
const numberOf = (key: string): number => ALPHABET.indexOf(key.at(-2) ?? '') * 32 + ALPHABET.indexOf(key.at(-1) ?? '');

/** Each key has a person of its own. */
async function listBench(before?: PairingBench, faults?: Parameters<typeof pairingBench>[2]): Promise<PairingBench> {
  const bench = await pairingBench(before, true, faults);
  bench.organisation.grantChange = ({ key }: { key: string }) => ({
    account: { id: `acct_${numberOf(key)}`, subscriber: `test.${numberOf(key)}`, displayName: `Test ${numberOf(key)}` },
  });
  return bench;
}

function table({ organisation: { issuer } }: PairingBench, count: number, pinned = true): string {
  const rows = Array.from({ length: count }, (_, n) => {
    const link = formatPairingLink({ issuer, key: keyOf(n), ...(pinned && { jkt: VERIFIER.jkt }) });
    return `test.${n},${link}`;
  });
  return ['subscriber,link', ...rows].join('\n');
}

const statesOf = ({ list }: PairingBench): string[] => list.lines().map(({ state }) => state);

describe('a list of pairings', () => {
  it('says with whom it wants to pair, and sends nothing before the person has confirmed that', async () => {
    const bench = await listBench();
    bench.list.open(table(bench, 3));
    expect(bench.list.view()).toEqual({
      step: 'review',
      counts: { waiting: 3, pairing: 0, paired: 0, failed: 0, duplicate: 0 },
      hosts: [{ host: bench.organisation.host, lines: 3, pinned: true, fingerprint: VERIFIER.jkt, insecure: true }],
    });
    expect(bench.organisation.asked).toEqual([]);
    expect(await bench.vault.list('pairing-list')).toEqual([]);
    await bench.list.close();
    expect(bench.list.view()).toEqual({ step: 'none' });
    await expectCode(bench.list.confirm(), 'pairing-nothing-pending');
  });

  it('pairs every line, some at a time, asks the host once, and keeps no key', async () => {
    const bench = await listBench();
    bench.list.open(table(bench, 20));
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { paired: 20 } });
    expect(
      bench.accounts
        .all()
        .map(({ subscriber }) => subscriber)
        .toSorted(),
    ).toEqual(Array.from({ length: 20 }, (_, n) => `test.${n}`).toSorted());
    expect(bench.organisation.asked.filter((asked) => asked.startsWith('GET'))).toHaveLength(1);
    expect(bench.list.lines()[3]).toMatchObject({ number: 4, name: `test.3@${bench.organisation.host}`, state: 'paired' });
    expect(await bench.vault.list('pairing')).toEqual([]);
    expect(JSON.stringify(await bench.vault.list('pairing-list'))).not.toContain(keyOf(3));
    await bench.list.close();
    expect(await bench.vault.list('pairing-list')).toEqual([]);
    expect(bench.accounts.all()).toHaveLength(20);
  });

  it('never has more than a few under way', async () => {
    const bench = await listBench();
    let release = (): void => {};
    bench.organisation.hold = new Promise((resolve) => (release = resolve));
    bench.list.open(table(bench, 12));
    const work = bench.list.confirm();
    await vi.waitFor(() => expect(bench.organisation.proofs).toHaveLength(4));
    expect(bench.list.view()).toMatchObject({ step: 'running', counts: { pairing: 4, waiting: 8 } });
    expect(statesOf(bench).filter((state) => state === 'pairing')).toHaveLength(4);
    release();
    await work;
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { paired: 12 } });
  });

  it('shows the fingerprint of a host that no link vouches for, and sends no key before it was compared', async () => {
    const bench = await listBench();
    bench.list.open(table(bench, 2, false));
    expect(bench.list.view()).toMatchObject({ step: 'review', hosts: [{ pinned: false }] });
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'compare', hosts: [{ pinned: false, fingerprint: VERIFIER.jkt }] });
    expect(bench.organisation.proofs).toEqual([]);
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { paired: 2 } });
  });

  it('fails the lines of a host that is another than their links say, and sends it nothing', async () => {
    const bench = await listBench();
    bench.organisation.identity = KEYS.stranger;
    bench.list.open(table(bench, 2));
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { failed: 2 } });
    expect(bench.list.lines()[0]).toMatchObject({ state: 'failed', error: 'thumbprint-mismatch' });
    expect(bench.organisation.proofs).toEqual([]);
  });

  it('goes on when one line is refused, and says which', async () => {
    const bench = await listBench();
    bench.organisation.next = ({ key }) => (numberOf(key) === 2 ? { status: 403, body: '{"error":"refused"}' } : 'grant');
    bench.list.open(table(bench, 5));
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { paired: 4, failed: 1 } });
    expect(bench.list.lines()[2]).toMatchObject({ number: 3, name: 'test.2', state: 'failed', error: 'pairing-refused' });
    expect(await bench.vault.list('pairing')).toEqual([]);
  });

  it('leaves out whom it has already', async () => {
    const bench = await listBench();
    const { issuer } = bench.organisation;
    await bench.accounts.save(account({ recordId: 'alive', issuer, id: 'a', subscriber: 'test.1', state: 'active' }));
    await bench.accounts.save(account({ recordId: 'dead', issuer, id: 'b', subscriber: 'test.2', state: 'rejected' }));
    bench.list.open(table(bench, 3));
    expect(statesOf(bench)).toEqual(['waiting', 'duplicate', 'waiting']);
  });
});

describe('a list of pairings that cannot go on', () => {
  it('waits when the verifier wants a pause, and goes on by itself', async () => {
    const bench = await listBench();
    let enough = true;
    bench.organisation.next = () => (enough ? { status: 429, body: '' } : 'grant');
    bench.list.open(table(bench, 3));
    const work = bench.list.confirm();
    await vi.waitFor(() => expect(bench.list.view()).toMatchObject({ step: 'running', throttled: true }));
    await vi.waitFor(() => expect(bench.clock.waitingMs).toHaveLength(3));
    enough = false;
    bench.clock.advance(10_000);
    await work;
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { paired: 3 } });
    // Each line was asked for with one and the same proof.
    expect(new Set(bench.organisation.proofs).size).toBe(3);
  });

  it('can be stopped in such a pause', async () => {
    const bench = await listBench();
    bench.organisation.next = { status: 429, body: '' };
    bench.list.open(table(bench, 9));
    const work = bench.list.confirm();
    await vi.waitFor(() => expect(bench.clock.waitingMs).toHaveLength(4));
    bench.list.stop();
    expect(bench.list.view()).toMatchObject({ step: 'running', stopping: true });
    await work;
    expect(bench.list.view()).toEqual({ step: 'stopped', counts: { waiting: 9, pairing: 0, paired: 0, failed: 0, duplicate: 0 } });
    expect(bench.clock.waitingMs).toEqual([]);
  });

  it('ends what is under way when it is stopped, and goes on with the rest', async () => {
    const bench = await listBench();
    let release = (): void => {};
    bench.organisation.hold = new Promise((resolve) => (release = resolve));
    bench.list.open(table(bench, 10));
    const work = bench.list.confirm();
    await vi.waitFor(() => expect(bench.organisation.proofs).toHaveLength(4));
    bench.list.stop();
    await expectCode(bench.list.close(), 'pairing-nothing-pending');
    bench.list.open(table(bench, 1));
    release();
    await work;
    expect(bench.list.view()).toMatchObject({ step: 'stopped', counts: { paired: 4, waiting: 6 } });
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { paired: 10 } });
    expect(bench.organisation.proofs).toHaveLength(10);
  });

  it('stops when replies are lost, says why, and repeats the same proofs', async () => {
    const bench = await listBench();
    bench.organisation.next = 'lose';
    bench.list.open(table(bench, 6));
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'stopped', counts: { waiting: 6 }, problem: 'pairing-interrupted' });
    const lost = [...bench.organisation.proofs];
    bench.organisation.next = 'grant';
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'done', counts: { paired: 6 } });
    expect(bench.organisation.proofs).toEqual(expect.arrayContaining(lost));
    expect(new Set(bench.organisation.proofs).size).toBe(6);
  });

  it('gives up what waits when it is closed, with every key', async () => {
    const bench = await listBench();
    bench.organisation.next = 'lose';
    bench.list.open(table(bench, 3));
    await bench.list.confirm();
    expect(await bench.vault.list('pairing')).not.toEqual([]);
    await bench.list.close();
    expect(await bench.vault.list('pairing')).toEqual([]);
    expect(await bench.vault.list('pairing-list')).toEqual([]);
  });

  it('leaves the pairing that the person watches alone', async () => {
    const bench = await listBench();
    bench.organisation.next = 'lose';
    bench.flow.openLink(bench.link());
    await bench.flow.confirm();
    bench.list.open(table(bench, 3));
    await bench.list.confirm();
    await bench.list.close();
    expect(await bench.vault.list('pairing')).toHaveLength(1);
    bench.organisation.next = 'grant';
    await bench.flow.confirm();
    expect(bench.flow.view()).toMatchObject({ step: 'paired' });
  });

  it('is asked for anew when the app was locked before the person had answered', async () => {
    const bench = await listBench();
    bench.list.open(table(bench, 1, false));
    bench.list.withdrawQuestion();
    expect(bench.list.view()).toEqual({ step: 'none' });
    bench.list.open(table(bench, 1, false));
    await bench.list.confirm();
    bench.list.withdrawQuestion();
    expect(bench.list.view()).toMatchObject({ step: 'stopped', counts: { waiting: 1 } });
    await bench.list.confirm();
    expect(bench.list.view()).toMatchObject({ step: 'compare' });
    expect(bench.organisation.proofs).toEqual([]);
  });
});

describe('a list of pairings after a kill', () => {
  it('goes on where it was, with the same proofs', async () => {
    const bench = await listBench();
    bench.organisation.next = ({ key }) => (numberOf(key) < 2 ? 'grant' : 'lose');
    bench.list.open(table(bench, 5));
    await bench.list.confirm();
    const again = await listBench(bench);
    expect(again.list.view()).toMatchObject({ step: 'stopped' });
    expect(again.flow.view()).toEqual({ step: 'none' });
    bench.organisation.next = 'grant';
    await again.list.confirm();
    expect(again.list.view()).toMatchObject({ step: 'done', counts: { paired: 5 } });
    expect(new Set(bench.organisation.proofs).size).toBe(5);
    expect(again.accounts.all()).toHaveLength(5);
    expect((await listBench(again)).list.view()).toMatchObject({ step: 'done', counts: { paired: 5 } });
  });

  it.each(['pairing:account-kept', 'pairing:told'])('at %s neither loses an account nor pairs twice', async (where) => {
    let isKilled = false;
    const bench = await listBench(undefined, async (point) => {
      if (point !== where) return;
      isKilled = true;
      await new Promise(() => {});
    });
    bench.list.open(table(bench, 1));
    void bench.list.confirm();
    await vi.waitFor(() => expect(isKilled).toBe(true));
    const again = await listBench(bench);
    expect(again.list.view()).toMatchObject({ step: 'done', counts: { paired: 1 } });
    expect(again.accounts.all()).toHaveLength(1);
    expect(bench.organisation.proofs).toHaveLength(1);
    expect(await again.vault.list('pairing')).toEqual([]);
  });
});
