import { peekPayload } from '../../protocol/jws.ts';
import { requestSchema } from '../../protocol/messages/request.ts';
import type { Activity } from '../activity/Activity.ts';
import type { HeldRequest } from './HeldRequest.ts';
import type { JournalEntry } from './journalEntry.ts';

const ACTIVITY_KEPT = 500;

/** What the journal's entries add up to. Pure: the same entries in the same order always give the same book. */
export class RequestBook {
  readonly #held = new Map<string, HeldRequest>();
  readonly #seen = new Map<string, { hash: string; untilS: number }>();
  readonly #activity = new Map<string, Activity>();

  apply(entry: JournalEntry): void {
    switch (entry.type) {
      case 'request': {
        const { type: _, atMs, ...rest } = entry;
        // These bytes were verified before they were written, and the journal is sealed.
        this.#held.set(entry.id, { ...rest, request: peekPayload(entry.jws, requestSchema), receivedAtMs: atMs });
        return;
      }
      case 'decision':
        this.#change(entry.id, { decided: { decision: entry.decision, answer: entry.answer } });
        return;
      case 'outcome': {
        const held = this.#change(entry.id, { ended: { outcome: entry.outcome, atMs: entry.atMs } });
        if (held !== undefined) this.#remember(activityOf(held));
        return;
      }
      case 'activity':
        this.#remember(entry.activity);
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

  all(): HeldRequest[] {
    return [...this.#held.values()];
  }

  /** Undecided and not ended. */
  open(): HeldRequest[] {
    return this.all().filter((held) => held.decided === undefined && held.ended === undefined);
  }

  /** Decided, but the verifier has not spoken yet: the answer is sent at every attach until it does. */
  undelivered(): HeldRequest[] {
    return this.all().filter((held) => held.decided !== undefined && held.ended === undefined);
  }

  /** The newest 500, newest first. */
  activity(): Activity[] {
    // Reversed first, so that lines of the same moment keep their order through every summary.
    return [...this.#activity.values()]
      .toReversed()
      .toSorted((a, b) => b.atMs - a.atMs)
      .slice(0, ACTIVITY_KEPT);
  }

  /**
   * The fewest entries that add up to the same book, for compaction.
   * @param nowS time in s, up to which finished requests need no longer be known
   * @param hashes of the finished requests' bytes, by id
   */
  summary(nowS: number, memoryS: number, hashes: ReadonlyMap<string, string>): JournalEntry[] {
    const entries: JournalEntry[] = this.activity()
      .toReversed()
      .map((activity) => ({ type: 'activity', activity }));
    for (const [id, { hash, untilS }] of this.#seen) if (untilS > nowS) entries.push({ type: 'seen', id, hash, untilS });
    for (const held of this.all()) {
      const untilS = held.request.exp + memoryS;
      const hash = hashes.get(held.id);
      if (held.ended === undefined) entries.push(...entriesOf(held));
      else if (untilS > nowS && hash !== undefined) entries.push({ type: 'seen', id: held.id, hash, untilS });
    }
    return entries;
  }

  #change(id: string, change: Partial<HeldRequest>): HeldRequest | undefined {
    const held = this.#held.get(id);
    if (held === undefined) return undefined;
    const changed = { ...held, ...change };
    this.#held.set(id, changed);
    return changed;
  }

  #remember(activity: Activity): void {
    this.#activity.set(activity.id, activity);
  }
}

function entriesOf(held: HeldRequest): JournalEntry[] {
  const { id, account, issuer, organisation, subscriber, jws, receivedAtMs, decided } = held;
  const entries: JournalEntry[] = [{ type: 'request', id, account, issuer, organisation, subscriber, jws, atMs: receivedAtMs }];
  if (decided !== undefined) entries.push({ type: 'decision', id, ...decided, atMs: receivedAtMs });
  return entries;
}

function activityOf({ id, request, organisation, subscriber, receivedAtMs, ended }: HeldRequest): Activity {
  const { client: _, ...place } = request.origin ?? {};
  return {
    id,
    atMs: receivedAtMs,
    type: 'request',
    organisation,
    subscriber,
    application: request.application.name,
    ...(request.origin !== undefined && { place }),
    ...(ended !== undefined && { outcome: ended.outcome }),
  };
}
