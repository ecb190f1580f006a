// https://electronjs.org/docs/api/ipc-main
import { GuardedEmitter } from './guard.ts';

type Handler = (event: never, ...given: never[]) => unknown;

export class IpcMain extends GuardedEmitter {
  readonly #handlers = new Map<string, { handler: Handler; once: boolean }>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof handler !== 'function') throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    this.#handlers.set(channel, { handler, once: false });
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, handler);
    this.#handlers.set(channel, { handler, once: true });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Runs the handler for an invoke; rejects as Electron does when there is none. */
  async answer(channel: string, event: object, given: unknown[]): Promise<unknown> {
    const entry = this.#handlers.get(channel);
    if (entry === undefined) throw new Error(`No handler registered for '${channel}'`);
    if (entry.once) this.#handlers.delete(channel);
    return await entry.handler(event as never, ...(given as never[]));
  }
}
