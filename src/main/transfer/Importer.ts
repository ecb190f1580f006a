import { randomBytes } from 'node:crypto';
import {
  type ImportCounts,
  type ImportEntryView,
  type ImportFormatId,
  type ImportView,
  MOST_IMPORT_BYTES,
} from '../../bridge/importing.ts';
import type { ErrorCode } from '../../bridge/errors.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { OtpAccount } from '../otp/OtpAccount.ts';
import type { OtpAccounts } from '../otp/OtpAccounts.ts';
import { otpIdentity } from '../otp/otpIdentity.ts';
import type { Clock } from '../time/Clock.ts';
import { isMigrationUri } from './formats/googleMigration.ts';
import type { ImportFormat } from './ImportFormat.ts';
import { ImportFile } from './ImportFile.ts';
import type { ImportedAccount, ImportedEntry } from './ImportedEntry.ts';
import { MigrationBatches } from './MigrationBatches.ts';
import { isOtpauthUri, readOtpauthUri } from './otpauthUri.ts';
import { TransferError } from './TransferError.ts';

/** More entries than anybody has. */
const MOST_ENTRIES = 10_000;
/** And more accounts than a record of the vault holds. */
const MOST_ACCOUNTS = 20_000;

export interface ImporterParts {
  /** At most one of them says yes to a file. Read when a file comes: most starts need none. */
  formats(): Promise<readonly ImportFormat[]>;
  accounts: OtpAccounts;
  clock: Clock;
  onChange(): void;
}

type State =
  | Exclude<ImportView, { step: 'password' | 'preview' }>
  | { readonly step: 'password'; readonly format: ImportFormat; readonly file: ImportFile; readonly wrong: boolean }
  | { readonly step: 'preview'; readonly format: ImportFormatId; readonly entries: readonly ImportedEntry[] };

/**
 * The one import of the moment: read, previewed, and then carried out as a whole or not at all. What is promised is what is
 * imported. Nothing of it touches the disk before the person has confirmed, and then only sealed.
 */
export class Importer {
  readonly #parts: ImporterParts;
  readonly #batches = new MigrationBatches();
  #state: State = { step: 'none' };
  /** Raised by whatever begins anew, so that the result of an earlier reading is ignored. */
  #generation = 0;

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  view(): ImportView {
    const state = this.#state;
    if (state.step === 'password') return { step: 'password', format: state.format.id, wrong: state.wrong };
    if (state.step === 'preview') return { step: 'preview', format: state.format, counts: countsOf(this.#fates(state.entries)) };
    return state;
  }

  /** Failures become the state, because the person must act on them. */
  async readFile(bytes: Uint8Array): Promise<void> {
    this.#batches.clear();
    await this.#reading(async () => {
      if (bytes.length > MOST_IMPORT_BYTES) throw new TransferError('file-too-large');
      const file = new ImportFile(bytes);
      const format = (await this.#parts.formats()).find((one) => one.matches(file));
      if (format === undefined) throw new TransferError('file-unknown');
      return format.isSealed(file) ? { step: 'password', format, file, wrong: false } : await preview(format, file, undefined);
    });
  }

  /**
   * What stood in codes that were scanned or links that were pasted; others than codes of accounts are left alone.
   * @returns false when none of them was one
   */
  async readTexts(texts: readonly string[]): Promise<boolean> {
    const migrations = texts.filter(isMigrationUri);
    const links = texts.filter(isOtpauthUri);
    if (migrations.length === 0 && links.length === 0) return false;
    await this.#reading(async () => {
      const entries = links.map(readOtpauthUri);
      let collected = { have: 0, of: 0 };
      for (const uri of migrations) {
        collected = this.#batches.add(uri);
        if (!this.#batches.isComplete) continue;
        entries.push(...this.#batches.entries);
        this.#batches.clear();
      }
      if (entries.length === 0 && collected.have < collected.of) return await Promise.resolve({ step: 'collecting', ...collected });
      return { step: 'preview', format: migrations.length > 0 ? 'google-authenticator' : 'otpauth', entries: bounded(entries) };
    });
    return true;
  }

  /** @throws IntentError import-none */
  async openWith(password: string): Promise<void> {
    const state = this.#state;
    if (state.step !== 'password') throw new IntentError('import-none');
    const { format, file } = state;
    await this.#reading(async () => {
      try {
        return await preview(format, file, password);
      } catch (error) {
        if (!(error instanceof TransferError) || error.code !== 'password-wrong') throw error;
        return { step: 'password', format, file, wrong: true };
      }
    });
  }

  /** @throws IntentError import-none */
  entries(): ImportEntryView[] {
    const state = this.#state;
    if (state.step !== 'preview') throw new IntentError('import-none');
    const fates = this.#fates(state.entries);
    return state.entries.map((entry, index) => {
      const group = 'account' in entry ? entry.account.group : undefined;
      return { name: entry.name, fate: fates[index] ?? 'unreadable', ...(group !== undefined && { group }) };
    });
  }

  /** All new ones, or, when the disk or the vault fails, none. @throws IntentError import-none */
  async confirm(): Promise<void> {
    const state = this.#state;
    if (state.step !== 'preview') throw new IntentError('import-none');
    let fates: Fate[] = [];
    let imported = 0;
    await this.#parts.accounts.change((accounts) => {
      fates = fatesOf(state.entries, accounts);
      const added = state.entries.flatMap((entry, index) => ('account' in entry && fates[index] === 'new' ? [entry.account] : []));
      imported = added.length;
      if (accounts.length + added.length > MOST_ACCOUNTS) throw new IntentError('file-too-many');
      return added.length === 0 ? accounts : [...accounts, ...added.map((account) => this.#make(account))];
    });
    this.#batches.clear();
    const pairAgain = state.entries.filter((_, index) => fates[index] === 'pair-again').map(({ name }) => name);
    this.#enter({ step: 'done', imported, counts: countsOf(fates), pairAgain });
  }

  cancel(): void {
    this.#generation += 1;
    this.#batches.clear();
    if (this.#state.step !== 'none') this.#enter({ step: 'none' });
  }

  #make({ issuer, label, otp, group, tags, isPinned = false }: ImportedAccount): OtpAccount {
    const id = randomBytes(16).toString('base64url');
    return {
      id,
      issuer,
      label,
      otp,
      isPinned,
      addedAtMs: this.#parts.clock.nowMs(),
      ...(group !== undefined && { group }),
      ...(tags && { tags: [...tags] }),
    };
  }

  #fates(entries: readonly ImportedEntry[]): Fate[] {
    return fatesOf(entries, this.#parts.accounts.all());
  }

  async #reading(work: () => Promise<State>): Promise<void> {
    const generation = (this.#generation += 1);
    this.#enter({ step: 'reading' });
    let next: State;
    try {
      next = await work();
    } catch (error) {
      next = { step: 'failed', error: codeOf(error) };
    }
    if (generation === this.#generation) this.#enter(next);
  }

  #enter(state: State): void {
    this.#state = state;
    this.#parts.onChange();
  }
}

type Fate = ImportEntryView['fate'];

async function preview(format: ImportFormat, file: ImportFile, password: string | undefined): Promise<State> {
  return { step: 'preview', format: format.id, entries: bounded(await format.read(file, password)) };
}

function bounded(entries: readonly ImportedEntry[]): readonly ImportedEntry[] {
  if (entries.length > MOST_ENTRIES) throw new TransferError('file-too-many');
  return entries;
}

function fatesOf(entries: readonly ImportedEntry[], accounts: readonly OtpAccount[]): Fate[] {
  const known = new Set(accounts.map(({ otp }) => otpIdentity(otp)));
  return entries.map((entry) => {
    if ('problem' in entry) return entry.problem;
    const identity = otpIdentity(entry.account.otp);
    if (known.has(identity)) return 'duplicate';
    known.add(identity);
    return 'new';
  });
}

function countsOf(fates: readonly Fate[]): ImportCounts {
  const counts = { new: 0, duplicate: 0, problem: 0 };
  for (const fate of fates) counts[fate === 'new' || fate === 'duplicate' ? fate : 'problem'] += 1;
  return counts;
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof TransferError ? error.code : 'file-damaged';
}
