import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { journalFolderOf } from '../../../../src/main/vault/VaultFolder.ts';
import { ISSUER } from '../../../vectors/samples.ts';
import { idOf, inboxBench, type InboxBench, outcomeOf, receive, restarted, shown } from '../support/InboxBench.ts';

const MEMORY_OVER_MS = 121_000;

/** Entries on disk: every line but the first. */
function linesOf({ disk }: InboxBench): number {
  return readFileSync(join(journalFolderOf(disk.folder), 'requests.jsonl'), 'latin1').split('\n').length - 2;
}

const nowS = ({ clock }: InboxBench): number => Math.floor(clock.nowMs() / 1000);

/** A whole sign-in: three lines. */
async function signIn(bench: InboxBench, jti: string): Promise<string> {
  const id = await shown(bench, { jti, iat: nowS(bench), exp: nowS(bench) + 60 });
  await bench.inbox.decide(id, 'approve', '042917');
  await bench.inbox.settle('rec-anna', jti, 'approved');
  return id;
}

async function signIns(bench: InboxBench, name: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await signIn(bench, `${name}-${n}`);
}

const note = (bench: InboxBench, id: string): Promise<void> =>
  bench.activity.record({ id, atMs: bench.clock.nowMs(), type: 'suspended', organisation: 'Example AG', subscriber: 'Anna Weber' });

const arrive = async (bench: InboxBench, jti: string): Promise<unknown> =>
  await receive(bench, { jti, iat: nowS(bench), exp: nowS(bench) + 60 });

const end = async ({ inbox }: InboxBench, jti: string): Promise<void> => await inbox.settle('rec-anna', jti, 'cancelled');

const total = ({ inbox, activity }: InboxBench): object => ({
  open: inbox.requests().filter(({ ended }) => ended === undefined),
  answers: inbox.undeliveredAnswers(ISSUER),
  activity: activity.lines(),
});

describe('Inbox: compaction while the app runs', () => {
  it('keeps the journal near twice what it adds up to, and the book below what is remembered', async () => {
    const bench = await inboxBench({ linesLeftAlone: 30 });
    for (let day = 0; day < 12; day += 1) {
      await signIns(bench, `day-${day}`, 5);
      bench.clock.advance(MEMORY_OVER_MS);
    }
    await note(bench, 'last');
    await vi.waitFor(() => expect(linesOf(bench)).toBeLessThanOrEqual(61 * 2 + 30));
    expect(bench.activity.lines()).toHaveLength(61);
    await signIns(bench, 'more', 8);
    await vi.waitFor(() => expect(bench.inbox.requests().length).toBeLessThan(20));
    expect(bench.failures).toEqual([]);
    expect(total(await restarted(bench))).toEqual(total(bench));
  });

  it('leaves a short journal alone', async () => {
    const compactions: string[] = [];
    const bench = await inboxBench({ faults: (point) => void (point === 'journal:before-rename' && compactions.push(point)) });
    const atStart = compactions.length;
    await signIns(bench, 'a', 5);
    bench.clock.advance(MEMORY_OVER_MS);
    await note(bench, 'last');
    await bench.inbox.close();
    expect(compactions).toHaveLength(atStart);
  });

  it('lets what comes meanwhile wait, and loses none of it', async () => {
    let release = (): void => {};
    let held: Promise<void> | undefined;
    const bench = await inboxBench({
      linesLeftAlone: 5,
      faults: async (point) => {
        if (point === 'journal:before-rename') await held;
      },
    });
    await signIns(bench, 'old', 2);
    bench.clock.advance(MEMORY_OVER_MS);
    held = new Promise((resolve) => (release = resolve));
    const safe: string[] = [];
    // The first of these makes the journal worth a compaction, which stands still until it is let go.
    await arrive(bench, 'first');
    const waiting = ['second', 'third'].map(async (jti) => await arrive(bench, jti).then(() => safe.push(jti)));
    const arriving = receive(bench, { jti: 'meanwhile', iat: nowS(bench), exp: nowS(bench) + 60 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(safe).toEqual([]);
    expect(bench.arrivals).not.toContain(idOf('meanwhile'));
    release();
    await Promise.all([...waiting, arriving]);
    expect(safe.toSorted()).toEqual(['second', 'third']);
    const again = await restarted(bench);
    expect(total(again)).toEqual(total(bench));
    expect(again.arrivals.toSorted()).toEqual(['first', 'meanwhile', 'second', 'third'].map(idOf));
  });

  it('takes along what was on its way to the disk when it began, and lets wait what came after', async () => {
    const gate = Promise.withResolvers<void>();
    const standing = Promise.withResolvers<void>();
    let bench: InboxBench | undefined;
    let second: Promise<void> | undefined;
    let writes: number | undefined;
    const made = await inboxBench({
      linesLeftAlone: 63,
      faults: async (point) => {
        if (writes === undefined || bench === undefined) return;
        // Called while the first one's write has begun, so that it gets a write of its own, which stands still.
        if (point === 'journal:before-write' && (writes += 1) === 1) second = end(bench, 'second');
        if (point !== 'journal:written' || writes !== 2) return;
        standing.resolve();
        await gate.promise;
      },
    });
    bench = made;
    await signIns(made, 'old', 20);
    made.clock.advance(MEMORY_OVER_MS);
    for (const jti of ['first', 'second', 'third']) await arrive(made, jti);
    writes = 0;
    await end(made, 'first');
    await standing.promise;
    const third = end(made, 'third');
    gate.resolve();
    await Promise.all([second, third]);
    expect(linesOf(made)).toBe(2 + 2 + 2);
    expect(total(await restarted(made))).toEqual(total(made));
  });

  it('loses nothing of a crowd of writes that meets it', async () => {
    let compactions = 0;
    const bench = await inboxBench({
      linesLeftAlone: 4,
      faults: (point) => {
        if (point === 'journal:after-rename') compactions += 1;
      },
    });
    for (let round = 0; round < 10; round += 1) {
      await signIns(bench, `round-${round}`, 8);
      bench.clock.advance(MEMORY_OVER_MS);
      const crowd = Array.from({ length: 4 }, (_, n) => note(bench, `${round}-${n}`));
      crowd.push(signIn(bench, `crowd-${round}`).then(() => {}));
      await Promise.all(crowd);
    }
    await shown(bench, { jti: 'open', iat: nowS(bench), exp: nowS(bench) + 60 });
    expect(compactions).toBeGreaterThan(1 + 2);
    expect(bench.activity.lines()).toHaveLength(10 * 13);
    expect(total(await restarted(bench))).toEqual(total(bench));
  });

  it('leaves an outcome on the screen until nobody can repeat the request', async () => {
    const bench = await inboxBench({ linesLeftAlone: 5 });
    await signIns(bench, 'old', 20);
    bench.clock.advance(MEMORY_OVER_MS);
    await signIns(bench, 'more', 2);
    const id = await signIn(bench, 'new');
    await vi.waitFor(() => expect(linesOf(bench)).toBeLessThan(40));
    expect(outcomeOf(bench, id)).toBe('approved');
    expect(outcomeOf(bench, idOf('old-0'))).toBeUndefined();
  });

  it('keeps a request known as a repeat, over a restart too', async () => {
    const bench = await inboxBench({ linesLeftAlone: 5 });
    await signIns(bench, 'old', 20);
    bench.clock.advance(MEMORY_OVER_MS);
    await signIns(bench, 'more', 2);
    await signIn(bench, 'new');
    await vi.waitFor(() => expect(linesOf(bench)).toBeLessThan(40));
    const repeat = { jti: 'new', iat: nowS(bench), exp: nowS(bench) + 60 };
    expect(await receive(bench, repeat)).toMatchObject({ code: 'conflict' });
    expect(await receive(await restarted(bench), repeat)).toMatchObject({ code: 'conflict' });
  });

  it.each([
    ['held still', 30_000],
    ['no more than a line of the history', MEMORY_OVER_MS],
  ])('keeps the verifier’s late word on what was missed, when the request is %s', async (_, ms) => {
    const bench = await inboxBench({ linesLeftAlone: 5 });
    await signIns(bench, 'old', 20);
    await receive(bench, { jti: 'late', iat: nowS(bench), exp: nowS(bench) + 1 });
    bench.clock.advance(ms);
    await vi.waitFor(() => expect(outcomeOf(bench, idOf('late'))).toBe('missed'));
    await signIns(bench, 'new', 2);
    await vi.waitFor(() => expect(outcomeOf(bench, idOf('late'))).toBe(ms === MEMORY_OVER_MS ? undefined : 'missed'));
    await bench.inbox.settle('rec-anna', 'late', 'elsewhere');
    const line = expect.objectContaining({ id: idOf('late'), outcome: 'elsewhere' });
    expect(bench.activity.lines()).toContainEqual(line);
    expect((await restarted(bench)).activity.lines()).toContainEqual(line);
  });

  it('that the disk refuses fails no write, and is made up for later', async () => {
    let full = false;
    const bench = await inboxBench({
      linesLeftAlone: 5,
      faults: (point) => {
        if (full && point === 'journal:before-rename') throw new Error('disk full');
      },
    });
    await signIns(bench, 'old', 20);
    bench.clock.advance(MEMORY_OVER_MS);
    full = true;
    await signIns(bench, 'first', 3);
    await vi.waitFor(() => expect(bench.failures).toContain('compaction: vault-io'));
    full = false;
    bench.clock.advance(MEMORY_OVER_MS);
    await signIns(bench, 'more', 3);
    await vi.waitFor(() => expect(linesOf(bench)).toBeLessThan(60));
    expect(bench.activity.lines()).toHaveLength(26);
    expect(total(await restarted(bench))).toEqual(total(bench));
  });
});
