import { peekPayload } from '../../protocol/jws.ts';
import { type AuthenticationRequest, requestSchema } from '../../protocol/messages/request.ts';
import type { Activity } from '../activity/Activity.ts';
import { accountOf, type HeldRequest, isUnderWay } from './HeldRequest.ts';
import type { JournalEntry } from './journalEntry.ts';

/** What the journal's entries add up to. Pure: the same entries in the same order always give the same book. */
export class RequestBook {
  readonly #held = new Map<string, HeldRequest>();
  readonly #seen = new Map<string, { hash: string; untilS: number }>();
  readonly #earlierLines: Activity[] = [];

  /** @param request of a new request, where it was parsed already: these bytes were verified before they were written, and the journal is sealed */
  apply(entry: JournalEntry, request?: AuthenticationRequest): void {
    switch (entry.type) {
      case 'request': {
        const { type: _, atMs, ...rest } = entry;
        this.#held.set(entry.id, { ...rest, request: request ?? peekPayload(entry.jws, requestSchema), receivedAtMs: atMs });
        return;
      }
      case 'decision':
        this.#change(entry.id, { decided: { decision: entry.decision, answer: entry.answer, by: entry.by } });
        return;
      case 'outcome':
        this.#change(entry.id, { ended: { outcome: entry.outcome, atMs: entry.atMs } });
        return;
      case 'activity':
        this.#earlierLines.push(entry.activity);
        return;
      case 'seen':
        this.#seen.set(entry.id, { hash: entry.hash, untilS: entry.untilS });
    }
  }

  find(id: string): HeldRequest | undefined {
    return this.#held.get(id);
  }

  /** Hash of a finished request's bytes that compaction has kept. */
  seenHash(id: string): string | undefined {
    return this.#seen.get(id)?.hash;
  }

  /** How many requests of an account it knows, whether they are open, ended, or only remembered. */
  known(account: string): number {
    const ids = [...this.#held.keys(), ...this.#seen.keys()];
    return ids.filter((id) => accountOf(id) === account).length;
  }

  all(): HeldRequest[] {
    return [...this.#held.values()];
  }

  /** Undecided and not ended. */
  open(): HeldRequest[] {
    return this.all().filter((held) => held.decided === undefined && held.ended === undefined);
  }

  /** Decided, but the verifier has not spoken yet: the answer is sent at every attach until it does. */
  undelivered(): HeldRequest[] {
    return this.all().filter(isUnderWay);
  }

  /** Ended, by whichever word. */
  ended(): HeldRequest[] {
    return this.all().filter((held) => held.ended !== undefined);
  }

  /** Lines of the history from when it was kept here. */
  earlierLines(): readonly Activity[] {
    return this.#earlierLines;
  }

  /**
   * The fewest entries that add up to the same book, for compaction.
   * @param surelyS time in s, up to which finished requests of an account need no longer be known
   * @param hashes of the finished requests' bytes, by id: all that is kept of them. Without it they are kept as they are
   */
  summary(surelyS: (account: string) => number, memoryS: number, hashes?: ReadonlyMap<string, string>): JournalEntry[] {
    const entries: JournalEntry[] = [];
    for (const [id, { hash, untilS }] of this.#seen) if (untilS > surelyS(accountOf(id))) entries.push({ type: 'seen', id, hash, untilS });
    for (const held of this.all()) {
      const untilS = held.request.exp + memoryS;
      const hash = hashes?.get(held.id);
      if (held.ended === undefined || hashes === undefined) entries.push(...entriesOf(held));
      else if (untilS > surelyS(held.account) && hash !== undefined) entries.push({ type: 'seen', id: held.id, hash, untilS });
    }
    return entries;
  }

  /**
   * Drops what nobody can repeat and no window shows any more: finished for longer than `memoryS` and as long past its time.
   * @param isFiled whether the history has its line
   */
  forget(surelyS: (account: string) => number, memoryS: number, isFiled: (id: string) => boolean): void {
    for (const { id, account, request, ended } of this.all())
      if (ended !== undefined && isFiled(id) && Math.max(request.exp, ended.atMs / 1000) + memoryS <= surelyS(account))
        this.#held.delete(id);
    for (const [id, { untilS }] of this.#seen) if (untilS <= surelyS(accountOf(id))) this.#seen.delete(id);
  }

  #change(id: string, change: Partial<HeldRequest>): void {
    const held = this.#held.get(id);
    if (held !== undefined) this.#held.set(id, { ...held, ...change });
  }
}

function entriesOf(held: HeldRequest): JournalEntry[] {
  const { id, account, issuer, organisation, subscriber, jws, receivedAtMs, decided, ended } = held;
  const entries: JournalEntry[] = [{ type: 'request', id, account, issuer, organisation, subscriber, jws, atMs: receivedAtMs }];
  if (decided !== undefined) entries.push({ type: 'decision', id, ...decided, atMs: receivedAtMs });
  if (ended !== undefined) entries.push({ type: 'outcome', id, ...ended });
  return entries;
}
