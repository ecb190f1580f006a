import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { subscriberNameSchema } from '../../protocol/text.ts';
import { MOST_PAIRING_KEYS, pairingKeyListSchema } from '../http/schemas.ts';
import type { PairingKeyLine } from '../pairings/PairingKeyLists.ts';
import type { AdminClient } from './AdminClient.ts';
import { CliError } from './CliError.ts';
import type { Print } from './commands.ts';
import { KEY_TABLE_HEADER, keyTableRow } from './keyTable.ts';
import { readNames } from './readNames.ts';

export interface PairingKeysFlags {
  /** Of the list; undefined or `-`: it comes in by `input`. */
  readonly file: string | undefined;
  /** Where the table is written; undefined: it is printed. */
  readonly out: string | undefined;
  /** Whether each pairing is confirmed; otherwise the link alone is enough. */
  readonly confirm: boolean;
}

/**
 * Pairing keys for a list of names, as a table with a row for each, in their order. Each part of the table is there as
 * soon as its keys are, since nobody can learn them again.
 * @throws CliError with exit code 2 when some of the names got no key
 */
export async function issuePairingKeys(client: AdminClient, print: Print, flags: PairingKeysFlags, input: Readable): Promise<void> {
  const names = await readNames(flags.file, input);
  const file = flags.out === undefined ? undefined : await createPrivate(flags.out);
  let refused = 0;
  try {
    const write = async (rows: readonly string[]): Promise<void> => {
      if (file === undefined) rows.forEach((row) => print(row));
      else await file.writeFile(rows.map((row) => `${row}\n`).join(''));
    };
    await write([KEY_TABLE_HEADER]);
    for (let done = 0; done < names.length; done += MOST_PAIRING_KEYS) {
      const lines = await afterSome(
        done,
        names.length,
        async () => await issueSome(client, names.slice(done, done + MOST_PAIRING_KEYS), flags.confirm),
      );
      await write(lines.map(keyTableRow));
      refused += lines.filter((line) => 'error' in line).length;
    }
  } finally {
    await file?.close();
  }
  if (file !== undefined) print(`Issued ${names.length - refused} pairing keys.`);
  if (refused > 0) throw new CliError(`${refused} of ${names.length} names got no pairing key; the column "error" says why.`, 2);
}

/** What cannot be a name is not sent: it would count for the size of the call. */
async function issueSome(client: AdminClient, names: readonly string[], confirm: boolean): Promise<PairingKeyLine[]> {
  const good = names.filter(isName);
  const answered =
    good.length === 0 ? [] : (await client.call('POST', '/v1/pairing-keys', pairingKeyListSchema, { subscribers: good, confirm })).results;
  if (answered.length !== good.length || answered.some((line, at) => line.subscriber !== good[at]))
    throw new CliError('The verifier answered for other names than were asked for.');
  const left = answered.values();
  return names.map((name): PairingKeyLine => (isName(name) ? left.next().value : undefined) ?? { subscriber: name, error: 'malformed' });
}

function isName(text: string): boolean {
  return subscriberNameSchema.safeParse(text).success;
}

async function afterSome<T>(done: number, all: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (done === 0 || !(error instanceof CliError)) throw error;
    throw new CliError(`${error.message} The first ${done} of ${all} names were done before, and their keys are good.`);
  }
}

/** Never over a file that is there: it may be a link, or readable by others. */
async function createPrivate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unwritable';
    throw new CliError(code === 'EEXIST' ? 'The file for the keys is there already.' : `The file for the keys cannot be made (${code}).`);
  }
}
