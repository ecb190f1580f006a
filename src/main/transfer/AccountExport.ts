import { randomBytes, randomUUID } from 'node:crypto';
import type { ExportKind } from '../../bridge/importing.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import { isDead, signInNameOf } from '../accounts/Account.ts';
import { inOrder } from '../arrangement/order.ts';
import { IntentError } from '../errors/IntentError.ts';
import { oneAtATime } from '../files/oneAtATime.ts';
import { type ChooseFile, datedName, saveAs } from '../files/saveAs.ts';
import type { OtpAccount } from '../otp/OtpAccount.ts';
import type { OtpAccounts } from '../otp/OtpAccounts.ts';
import type { Clock } from '../time/Clock.ts';
import { exportAegis } from './exports/aegisExport.ts';
import { exportBackup } from './exports/backup.ts';
import type { ExportedAccount, PairedName } from './exports/ExportedAccount.ts';
import { exportOtpauth } from './exports/otpauthExport.ts';

/** A backup may be tried for years: shorter passwords are found. */
const SHORTEST_PASSWORD = 10;

export interface AccountExportParts {
  accounts: Accounts;
  otpAccounts: OtpAccounts;
  /** Ids of accounts in the person's order. */
  order: () => readonly string[];
  chooseFile: ChooseFile;
  clock: Clock;
}

interface Written {
  readonly accounts: readonly ExportedAccount[];
  /** Only where everything is written. */
  readonly paired: readonly PairedName[];
}

/**
 * Writes the accounts of ordinary sites to a file that the person chooses. Those of organisations are only named in a backup:
 * their device keys never leave the computer.
 */
export class AccountExport {
  readonly #parts: AccountExportParts;
  readonly #chooseFile: ChooseFile;

  constructor(parts: AccountExportParts) {
    this.#parts = parts;
    this.#chooseFile = oneAtATime(parts.chooseFile);
  }

  /** Before anything is asked of the person. @throws IntentError password-short */
  check(kind: ExportKind, password: string | undefined): void {
    if (kind === 'backup' && Array.from(password ?? '').length < SHORTEST_PASSWORD) throw new IntentError('password-short');
  }

  /**
   * How many accounts were written; undefined when no file was chosen, or while another dialog is open.
   * @param password of a backup
   * @param ids of the accounts to write; all without it
   * @throws IntentError password-short, export-failed
   */
  async run(kind: ExportKind, password: string | undefined, ids?: ReadonlySet<string>): Promise<number | undefined> {
    this.check(kind, password);
    let written = 0;
    const isSaved = await saveAs(this.#chooseFile, fileNameOf(kind, this.#parts.clock.nowMs()), async () => {
      const accounts = this.#chosen(ids);
      written = accounts.length;
      return await this.#textOf(kind, { accounts, paired: ids === undefined ? this.#paired() : [] }, password ?? '');
    });
    return isSaved ? written : undefined;
  }

  #chosen(ids: ReadonlySet<string> | undefined): ExportedAccount[] {
    const chosen = this.#parts.otpAccounts.all().filter(({ id }) => ids === undefined || ids.has(id));
    return inOrder(chosen, ({ id }) => id, this.#parts.order()).map(exported);
  }

  async #textOf(kind: ExportKind, written: Written, password: string): Promise<string> {
    if (kind === 'otpauth') return exportOtpauth(written.accounts);
    if (kind === 'aegis') return exportAegis(written.accounts, randomUUID);
    return await exportBackup({ ...written, madeAtMs: this.#parts.clock.nowMs() }, password, randomBytes);
  }

  #paired(): PairedName[] {
    const living = this.#parts.accounts.all().filter((account) => !isDead(account));
    return living.map((account) => ({ organisation: account.organisation, signInName: signInNameOf(account) }));
  }
}

function fileNameOf(kind: ExportKind, nowMs: number): string {
  return datedName(kind === 'backup' ? 'backup' : 'accounts', nowMs, kind === 'otpauth' ? 'txt' : 'json');
}

/** What a file or a code can bring in again, and nothing more. */
export function exported({ issuer, label, otp, group, tags, isPinned }: OtpAccount): ExportedAccount {
  return { issuer, label, otp, ...(group !== undefined && { group }), ...(tags !== undefined && { tags }), ...(isPinned && { isPinned }) };
}
