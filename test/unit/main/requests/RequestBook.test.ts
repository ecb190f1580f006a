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
      step: fc.constantFrom('decision', 'missed', 'approved'),
      atMs: fc.integer({ min: NOW_MS, max: NOW_MS + 100_000 }),
    }),
    { maxLength: 24 },
  )
  .map((steps) => {
    const entries: JournalEntry[] = [];
    const arrived = new Set<string>();
    const closed = new Set<string>();
    for (const { jti, step, atMs } of steps) {
      if (!arrived.has(jti)) {
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

const total = (book: RequestBook): object => ({ open: book.open(), undelivered: book.undelivered() });

describe('RequestBook', () => {
  it('adds up to the same open requests and answers under way after any number of summaries', () => {
    fc.assert(
      fc.property(history, (entries) => {
        const book = bookOf(entries);
        const once = bookOf(book.summary(() => NOW, MEMORY, HASHES));
        expect(total(once)).toEqual(total(book));
        const sorted = (summary: JournalEntry[]): string[] => summary.map((entry) => JSON.stringify(entry)).toSorted();
        expect(sorted(once.summary(() => NOW, MEMORY, HASHES))).toEqual(sorted(book.summary(() => NOW, MEMORY, HASHES)));
      }),
      { numRuns: 300 },
    );
  });

  it('never grows by a summary', () => {
    fc.assert(
      fc.property(history, (entries) => {
        expect(bookOf(entries).summary(() => NOW, MEMORY, HASHES).length).toBeLessThanOrEqual(entries.length);
      }),
    );
  });

  it('keeps the hash of a finished request until 60 s after it ran out, and no longer', () => {
    const book = bookOf([requestEntry('a', NOW_MS), { type: 'outcome', id: 'a', outcome: 'approved', atMs: NOW_MS }]);
    const last = request.exp + MEMORY - 1;
    const kept = bookOf(bookOf(book.summary(() => NOW, MEMORY, HASHES)).summary(() => last, MEMORY, HASHES));
    expect(kept.find('a')).toBeUndefined();
    expect(kept.seenHash('a')).toBe('hash-a');
    expect(bookOf(kept.summary(() => last + 1, MEMORY, HASHES)).seenHash('a')).toBeUndefined();
  });

  it('forgets a finished request only once the history has its line', () => {
    const book = bookOf([requestEntry('a', NOW_MS), { type: 'outcome', id: 'a', outcome: 'approved', atMs: NOW_MS }]);
    book.forget(
      () => Infinity,
      MEMORY,
      () => false,
    );
    expect(book.find('a')).toBeDefined();
    book.forget(
      () => Infinity,
      MEMORY,
      () => true,
    );
    expect(book.find('a')).toBeUndefined();
  });

  it('gives out lines of the history from when they were kept here, and keeps none of them', () => {
    const activity = { id: 'n', atMs: 1, type: 'paired', organisation: 'O', subscriber: 'S' } as const;
    const book = bookOf([{ type: 'activity', activity }]);
    expect(book.earlierLines()).toEqual([activity]);
    expect(book.summary(() => NOW, MEMORY, HASHES)).toEqual([]);
  });

  it('ignores decisions and outcomes of requests it has never seen', () => {
    const book = bookOf([
      { type: 'decision', id: 'x', decision: 'deny', answer: 'bytes', atMs: 1 },
      { type: 'outcome', id: 'x', outcome: 'denied', atMs: 1 },
    ]);
    expect(total(book)).toEqual({ open: [], undelivered: [] });
  });
});
