import type { ActivityFilter } from '../../bridge/activity.ts';
import { IntentError } from '../errors/IntentError.ts';
import { writeDurably } from '../files/durableFiles.ts';
import { oneAtATime } from '../files/oneAtATime.ts';
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

  constructor(log: ActivityLog, search: ActivitySearch, chooseFile: ChooseFile, clock: Clock) {
    this.#log = log;
    this.#search = search;
    this.#chooseFile = oneAtATime(chooseFile);
    this.#clock = clock;
  }

  /**
   * How many lines were written; undefined when no file was chosen, or while another dialog is open. A file that was there is replaced as a whole or not at all.
   * @throws IntentError export-failed
   */
  async run(filter: ActivityFilter): Promise<number | undefined> {
    const day = new Date(this.#clock.nowMs()).toISOString().slice(0, 10);
    const file = await this.#chooseFile(`deskfob-activity-${day}.csv`);
    if (file === undefined) return undefined;
    const lines = this.#search.find(this.#log.lines(), filter);
    try {
      await writeDurably(file, activityCsv(lines), 'export');
    } catch {
      throw new IntentError('export-failed');
    }
    return lines.length;
  }
}
