import type { ActivityFilter } from '../../bridge/activity.ts';
import { oneAtATime } from '../files/oneAtATime.ts';
import { type ChooseFile, datedName, saveAs } from '../files/saveAs.ts';
import type { Clock } from '../time/Clock.ts';
import { activityCsv } from './activityCsv.ts';
import type { ActivityLog } from './ActivityLog.ts';
import type { ActivitySearch } from './ActivitySearch.ts';

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
   * How many lines were written; undefined when no file was chosen, or while another dialog is open.
   * @throws IntentError export-failed
   */
  async run(filter: ActivityFilter): Promise<number | undefined> {
    let written = 0;
    const isSaved = await saveAs(this.#chooseFile, datedName('activity', this.#clock.nowMs(), 'csv'), () => {
      const lines = this.#search.find(this.#log.lines(), filter);
      written = lines.length;
      return activityCsv(lines);
    });
    return isSaved ? written : undefined;
  }
}
