import type { Row } from './Row.ts';

/** The databases that the verifier runs on. */
export type DatabaseKind = 'pglite' | 'postgres';

export interface BenchContext {
  /** Temporary, gone after the run. */
  readonly folder: string;
  /** Databases that can be had on this computer. */
  readonly databases: readonly DatabaseKind[];
  /** Address of a new, empty database on a server of the run's own. */
  newPostgres(): Promise<string>;
  /** What a main script is given to, to run as an Electron app. */
  readonly electron: { readonly command: string; readonly args: readonly string[] };
}

export interface Benchmark {
  /** What it is called on the command line and in the table's headings. */
  readonly name: string;
  /** How the value and its floor are measured, as Markdown for docs/benchmarks.md. */
  readonly how: string;
  run(context: BenchContext): Promise<Row[]>;
}
