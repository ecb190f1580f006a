import type { ActivityFilter } from '../../bridge/activity.ts';
import { IntentError } from '../errors/IntentError.ts';
import { writeDurably } from '../files/durableFiles.ts';
import type { Clock } from '../time/Clock.ts';
import { activityCsv } from './activityCsv.ts';
import type { ActivityLog } from './ActivityLog.ts';
import type { ActivitySearch } from './ActivitySearch.ts';

/** Asks the person where to save a file of that name; undefined when they do not want to. */
export type ChooseFile = (name: string) => Promise<string | undefined>;

/** Writes lines of the history to a file. A page chooses which lines, never which file. */
export class ActivityExport {
  readonly #log: ActivityLog;
  readonly #search: ActivitySearch;
  readonly #chooseFile: ChooseFile;
  readonly #clock: Clock;
  #isAsking = false;

  constructor(log: ActivityLog, search: ActivitySearch, chooseFile: ChooseFile, clock: Clock) {
    this.#log = log;
    this.#search = search;
    this.#chooseFile = chooseFile;
    this.#clock = clock;
  }

  /**
   * How many lines were written; undefined when no file was chosen, or while another dialog is open. A file that was there is replaced as a whole or not at all.
   * @throws IntentError export-failed
   */
  async run(filter: ActivityFilter): Promise<number | undefined> {
    const file = await this.#ask();
    if (file === undefined) return undefined;
    const lines = this.#search.find(this.#log.lines(), filter);
    try {
      await writeDurably(file, activityCsv(lines), 'export');
    } catch {
      throw new IntentError('export-failed');
    }
    return lines.length;
  }

  /** One dialog at a time: a page that asks and asks fills no screen with them. */
  async #ask(): Promise<string | undefined> {
    if (this.#isAsking) return undefined;
    this.#isAsking = true;
    try {
      const day = new Date(this.#clock.nowMs()).toISOString().slice(0, 10);
      return await this.#chooseFile(`deskfob-activity-${day}.csv`);
    } finally {
      this.#isAsking = false;
    }
  }
}
