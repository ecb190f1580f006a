import type { Activity, ActivityEntry } from './Activity.ts';

/** What the history's entries add up to: the newest lines up to a limit. Pure: the same entries always give the same book. */
export class ActivityBook {
  readonly #limit: number;
  readonly #lines = new Map<string, Activity>();
  #newestFirst: readonly Activity[] | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  apply({ lines, gone }: ActivityEntry): void {
    for (const line of lines) this.#lines.set(line.id, line);
    for (const id of gone) this.#lines.delete(id);
    this.#newestFirst = undefined;
    if (this.#lines.size <= this.#limit) return;
    for (const { id } of this.newestFirst().slice(this.#limit)) this.#lines.delete(id);
    this.#newestFirst = undefined;
  }

  find(id: string): Activity | undefined {
    return this.#lines.get(id);
  }

  /** Lines of the same moment: the one that was first written first comes last. */
  newestFirst(): readonly Activity[] {
    // Reversed first, so that lines of the same moment keep their order through every summary.
    this.#newestFirst ??= [...this.#lines.values()].toReversed().toSorted((a, b) => b.atMs - a.atMs);
    return this.#newestFirst;
  }

  /** The fewest entries that add up to these lines, many lines to an entry: each entry is sealed and opened by itself. */
  static summary(newestFirst: readonly Activity[], perEntry: number): ActivityEntry[] {
    const oldestFirst = newestFirst.toReversed();
    const entries: ActivityEntry[] = [];
    for (let start = 0; start < oldestFirst.length; start += perEntry)
      entries.push({ lines: oldestFirst.slice(start, start + perEntry), gone: [] });
    return entries;
  }
}
