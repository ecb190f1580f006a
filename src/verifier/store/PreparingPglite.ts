import { type PGlite, parse, protocol, type QueryOptions, type Results, type Transaction } from '@electric-sql/pglite';
import { GuardedPglite } from './GuardedPglite.ts';
import { StatementNames } from './statementNames.ts';

const { serialize } = protocol;
type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>;

interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  /** What the rows look like. */
  readonly description: Messages;
}

/* oxlint-disable no-underscore-dangle -- PGlite's own names for its two locks */

/** PGlite that keeps statements prepared. By itself it parses, plans and describes each anew, in six calls into WebAssembly. */
export class PreparingPglite extends GuardedPglite {
  readonly #names = new StatementNames();
  readonly #prepared = new Map<string, Prepared>();

  override async query<T>(text: string, parameters: unknown[] = [], options?: QueryOptions): Promise<Results<T>> {
    if (this.#names.of(text) === undefined) return await super.query<T>(text, parameters, options);
    return await this._runExclusiveTransaction(async () => await this.#run<T>(text, parameters, options));
  }

  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return await super.transaction(async (tx) => {
      const query: Transaction['query'] = async <R>(text: string, parameters?: unknown[], options?: QueryOptions) =>
        this.#names.of(text) === undefined
          ? await tx.query<R>(text, parameters, options)
          : await this.#run<R>(text, parameters ?? [], options);
      return await work({ ...tx, query });
    });
  }

  async #run<T>(text: string, parameters: unknown[], options: QueryOptions | undefined): Promise<Results<T>> {
    return await this._runExclusiveQuery(async () => {
      const { name, parameterTypes, description } = this.#prepared.get(text) ?? (await this.#prepare(text));
      const values = parameters.map((value, index) => this.#serialised(value, parameterTypes[index]));
      const run = Buffer.concat([serialize.bind({ statement: name, values }), serialize.execute({}), serialize.sync()]);
      const rows = await this.execProtocolStream(run);
      // The options' own parsers are for dates and times, which our schema has none of; merging them costs more than the rest.
      const [result] = parse.parseResults([...description, ...rows], this.parsers, rowModeOf(options));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as PGlite's own `query`: whoever asks knows the rows
      return result as Results<T>;
    });
  }

  async #prepare(text: string): Promise<Prepared> {
    const name = this.#names.of(text) ?? '';
    const run = Buffer.concat([serialize.parse({ name, text }), serialize.describe({ type: 'S', name }), serialize.sync()]);
    const messages = await this.execProtocolStream(run);
    const parameterTypes = parse.parseDescribeStatementResults(messages);
    const description = messages.filter((message) => message.name === 'rowDescription');
    const prepared = { name, parameterTypes, description };
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #serialised(value: unknown, type: number | undefined): string | null {
    if (value === null || value === undefined) return null;
    const serialiser = type === undefined ? undefined : this.serializers[type];
    if (serialiser !== undefined) return serialiser(value);
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

function rowModeOf(options: QueryOptions | undefined): QueryOptions {
  return options?.rowMode === undefined ? {} : { rowMode: options.rowMode };
}
