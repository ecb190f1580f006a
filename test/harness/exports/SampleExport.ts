import { Secret } from 'otpauth';
import type { ImportFormatId } from '../../../src/bridge/importing.ts';

/** An account that every app can have: SHA-256, eight digits, 30 seconds. */
export interface SampleAccount {
  readonly issuer: string;
  readonly label: string;
  /** Base32. */
  readonly secret: string;
}

/** A file as another app writes it. */
export interface SampleExport {
  readonly format: ImportFormatId;
  /** What tells it from the same app's other files. */
  readonly variant: string;
  readonly bytes: Uint8Array;
  readonly password?: string;
}

/** Accounts of one file in the tests of every format. */
export const PER_FILE = 2;

/** Makes the accounts of one more file, with secrets of their own; `all` are those of every file so far. */
export function sampleMaker(): { readonly all: readonly SampleAccount[]; readonly next: () => readonly SampleAccount[] } {
  const all: SampleAccount[] = [];
  const next = (): readonly SampleAccount[] => {
    const made = Array.from({ length: PER_FILE }, (_, turn): SampleAccount => {
      const number = all.length + turn;
      const buffer = Uint8Array.from(Buffer.from(`secret number ${number}`.padEnd(20, '.'))).buffer;
      return { issuer: `Site ${number}`, label: `anna${number}@example.com`, secret: new Secret({ buffer }).base32 };
    });
    all.push(...made);
    return made;
  };
  return { all, next };
}
