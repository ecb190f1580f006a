import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestBook } from '../../../../src/main/requests/RequestBook.ts';
import type { JournalEntry } from '../../../../src/main/requests/journalEntry.ts';
import { LIMITS } from '../../../../src/protocol/limits.ts';
import { ISSUER, NOW, request } from '../../../vectors/samples.ts';
import { NOW_MS, signRequest } from '../support/signing.ts';

const MEMORY = LIMITS.requestMemorySeconds;
const JTIS = ['a', 'b', 'c', 'd'] as const;
const JWS = new Map<string, string>();
for (const jti of JTIS) JWS.set(jti, await signRequest({ jti, exp: NOW + 60 }));

const HASHES = new Map<string, string>(JTIS.map((jti) => [jti, `hash-${jti}`]));

const requestEntry = (jti: string, atMs: number): JournalEntry => ({
  type: 'request',
  id: jti,
  account: 'rec',
  issuer: ISSUER,
  organisation: 'Example AG',
  subscriber: 'Anna',
  jws: JWS.get(jti) ?? '',
  atMs,
});

function bookOf(entries: readonly JournalEntry[]): RequestBook {
  const book = new RequestBook();
  for (const entry of entries) book.apply(entry);
  return book;
}

/** Any order of facts that an app can have lived through: each request arrives, is perhaps decided, perhaps ends, perhaps twice. */
const history = fc
  .array(
    fc.record({
      jti: fc.constantFrom(...JTIS),
      step: fc.constantFrom('decision', 'missed', 'approved', 'activity'),
      atMs: fc.integer({ min: NOW_MS, max: NOW_MS + 100_000 }),
    }),
    { maxLength: 24 },
  )
  .map((steps) => {
    const entries: JournalEntry[] = [];
    const arrived = new Set<string>();
    const closed = new Set<string>();
    for (const { jti, step, atMs } of steps) {
      if (step === 'activity')
        entries.push({
          type: 'activity',
          activity: { id: `act-${jti}-${atMs}`, atMs, type: 'paired', organisation: 'Example AG', subscriber: 'Anna' },
        });
      else if (!arrived.has(jti)) {
        arrived.add(jti);
        entries.push(requestEntry(jti, atMs));
      } else if (step !== 'decision') {
        closed.add(jti);
        entries.push({ type: 'outcome', id: jti, outcome: step, atMs });
      } else if (!closed.has(jti)) {
        closed.add(jti);
        entries.push({ type: 'decision', id: jti, decision: 'deny', answer: `answer-${jti}`, atMs });
      }
    }
    return entries;
  });

const total = (book: RequestBook): object => ({ open: book.open(), undelivered: book.undelivered(), activity: book.activity() });

describe('RequestBook', () => {
  it('adds up to the same open requests, answers under way and activity after any number of summaries', () => {
    fc.assert(
      fc.property(history, (entries) => {
        const book = bookOf(entries);
        const once = bookOf(book.summary(NOW, MEMORY, HASHES));
        expect(total(once)).toEqual(total(book));
        const sorted = (summary: JournalEntry[]): string[] => summary.map((entry) => JSON.stringify(entry)).toSorted();
        expect(sorted(once.summary(NOW, MEMORY, HASHES))).toEqual(sorted(book.summary(NOW, MEMORY, HASHES)));
      }),
      { numRuns: 300 },
    );
  });

  it('never grows by a summary', () => {
    fc.assert(
      fc.property(history, (entries) => {
        expect(bookOf(entries).summary(NOW, MEMORY, HASHES).length).toBeLessThanOrEqual(entries.length);
      }),
    );
  });

  it('keeps the hash of a finished request until 60 s after it ran out, and no longer', () => {
    const book = bookOf([requestEntry('a', NOW_MS), { type: 'outcome', id: 'a', outcome: 'approved', atMs: NOW_MS }]);
    const last = request.exp + MEMORY - 1;
    const kept = bookOf(bookOf(book.summary(NOW, MEMORY, HASHES)).summary(last, MEMORY, HASHES));
    expect(kept.find('a')).toBeUndefined();
    expect(kept.seenHash('a')).toBe('hash-a');
    expect(bookOf(kept.summary(last + 1, MEMORY, HASHES)).seenHash('a')).toBeUndefined();
  });

  it('keeps the 500 newest lines of activity', () => {
    const entries = Array.from({ length: 600 }, (_, n): JournalEntry => ({
      type: 'activity',
      activity: { id: `n${n}`, atMs: n, type: 'paired', organisation: 'O', subscriber: 'S' },
    }));
    const ids = bookOf(bookOf(entries).summary(NOW, MEMORY, HASHES))
      .activity()
      .map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 500 }, (_, n) => `n${599 - n}`));
  });

  it('shows no more than those 500 before a summary either', () => {
    const entries = Array.from({ length: 600 }, (_, n): JournalEntry => ({
      type: 'activity',
      activity: { id: `n${n}`, atMs: n, type: 'paired', organisation: 'O', subscriber: 'S' },
    }));
    expect(bookOf(entries).activity()).toHaveLength(500);
  });

  it('tells the place of a finished request, without the browser and without a number', () => {
    const [line] = bookOf([requestEntry('a', NOW_MS), { type: 'outcome', id: 'a', outcome: 'denied', atMs: NOW_MS + 1 }]).activity();
    expect(line).toMatchObject({
      id: 'a',
      type: 'request',
      application: 'Payroll',
      outcome: 'denied',
      place: { city: 'Zürich', country: 'CH' },
    });
    expect(line?.place).not.toHaveProperty('client');
  });

  it('ignores decisions and outcomes of requests it has never seen', () => {
    const book = bookOf([
      { type: 'decision', id: 'x', decision: 'deny', answer: 'bytes', atMs: 1 },
      { type: 'outcome', id: 'x', outcome: 'denied', atMs: 1 },
    ]);
    expect(total(book)).toEqual({ open: [], undelivered: [], activity: [] });
  });
});
