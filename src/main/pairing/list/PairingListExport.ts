import type { PairingLineView } from '../../../bridge/pairingList.ts';
import { csvTableOf } from '../../files/csvTableOf.ts';
import { oneAtATime } from '../../files/oneAtATime.ts';
import { type ChooseFile, datedName, saveAs } from '../../files/saveAs.ts';
import type { Clock } from '../../time/Clock.ts';
import type { PairingList } from './PairingList.ts';

const COLUMNS = ['line', 'name', 'host', 'result', 'error'];

/** Writes what has become of each line to a file. Keys are not among it. */
export class PairingListExport {
  readonly #list: PairingList;
  readonly #chooseFile: ChooseFile;
  readonly #clock: Clock;

  constructor(list: PairingList, chooseFile: ChooseFile, clock: Clock) {
    this.#list = list;
    this.#chooseFile = oneAtATime(chooseFile);
    this.#clock = clock;
  }

  /**
   * How many lines were written; undefined when no file was chosen, or while another dialog is open.
   * @throws IntentError pairing-nothing-pending, export-failed
   */
  async run(): Promise<number | undefined> {
    const lines = this.#list.lines();
    const name = datedName('pairings', this.#clock.nowMs(), 'csv');
    const isSaved = await saveAs(this.#chooseFile, name, () => csvTableOf([COLUMNS, ...lines.map(rowOf)]));
    return isSaved ? lines.length : undefined;
  }
}

function rowOf({ number, name, host, state, error }: PairingLineView): string[] {
  return [String(number), name, host, state, error ?? ''];
}
