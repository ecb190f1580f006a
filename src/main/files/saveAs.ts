import { IntentError } from '../errors/IntentError.ts';
import { writeDurably } from './durableFiles.ts';

/** Asks the person where to save a file of that name; undefined when they do not want to. */
export type ChooseFile = (name: string) => Promise<string | undefined>;

/** `deskfob-activity-2026-03-01.csv`, by the day in UTC. */
export function datedName(what: string, nowMs: number, ending: string): string {
  return `deskfob-${what}-${new Date(nowMs).toISOString().slice(0, 10)}.${ending}`;
}

/**
 * Writes a file where the person says. One that was there is replaced as a whole or not at all.
 * @param contentOf is asked once the person has chosen
 * @returns false when they did not want to
 * @throws IntentError export-failed
 */
export async function saveAs(chooseFile: ChooseFile, name: string, contentOf: () => string | Promise<string>): Promise<boolean> {
  const file = await chooseFile(name);
  if (file === undefined) return false;
  try {
    await writeDurably(file, await contentOf(), 'export');
  } catch {
    throw new IntentError('export-failed');
  }
  return true;
}
