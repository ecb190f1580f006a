import { PGlite } from '@electric-sql/pglite';

type Options<T extends 'execProtocol' | 'execProtocolStream'> = Parameters<PGlite[T]>[1];

/**
 * The embedded database, which cannot end its own process as PostgreSQL does after a PANIC, such as a full disk when its log
 * needs room: the next query would run for ever and stop the whole process. From a PANIC on, every query fails instead.
 */
export class GuardedPglite extends PGlite {
  readonly #onPanic: () => void;
  #hasPanicked = false;

  constructor(folder: string, onPanic: () => void) {
    super(folder);
    this.#onPanic = onPanic;
  }

  override execProtocolRawSync(message: Uint8Array): Uint8Array {
    if (this.#hasPanicked) throw new Error('The embedded database has broken off.');
    return super.execProtocolRawSync(message);
  }

  override async execProtocol(message: Uint8Array, options?: Options<'execProtocol'>): ReturnType<PGlite['execProtocol']> {
    return await this.#watched(super.execProtocol(message, options));
  }

  override async execProtocolStream(
    message: Uint8Array,
    options?: Options<'execProtocolStream'>,
  ): ReturnType<PGlite['execProtocolStream']> {
    return await this.#watched(super.execProtocolStream(message, options));
  }

  override async close(): Promise<void> {
    if (!this.#hasPanicked) await super.close();
  }

  async #watched<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (isPanic(error) && !this.#hasPanicked) {
        this.#hasPanicked = true;
        this.#onPanic();
      }
      throw error;
    }
  }
}

function isPanic(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'PANIC';
}
