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
