import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Argument, Channel } from '../../../src/bridge/channels.ts';
import type { Result } from '../../../src/bridge/errors.ts';
import type { AppView, RequestView } from '../../../src/bridge/views.ts';
import type { DeathPoint, LaunchOptions } from './AppCore.ts';
import type { AppCommand, FromApp, ToApp } from './appCommands.ts';

const PROGRAM = join(import.meta.dirname, 'appProgram.ts');
const PATIENCE_MS = 60_000;

type Options = Pick<LaunchOptions, 'dieAt' | 'times' | 'journalLinesLeftAlone'>;

/** What such an app tells of itself. */
export interface AppReport {
  view: AppView;
  /** Requests that came up since it was started. */
  arrivals: string[];
  logged: string[];
}

/** The app without its windows in a process of its own, which a test may really kill. */
export class AppProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #number = 0;
  #onReady: () => void = () => {};
  /** Resolves to the signal that ended the process. */
  readonly ended: Promise<string | null>;

  private constructor(folder: string, options: Options) {
    this.#child = spawn(process.execPath, [PROGRAM, folder, JSON.stringify(options)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.#child.on('message', (message: FromApp) => {
      if ('ready' in message) return this.#onReady();
      this.#waiting.get(message.number)?.(message.answer);
      this.#waiting.delete(message.number);
    });
    this.ended = once(this.#child, 'exit').then(([, signal]: unknown[]) => signal as string | null);
  }

  /** Starts the app on the profile in that folder and waits until it has looked into its vault, or died on the way. */
  static async launch(folder: string, options: Options = {}): Promise<AppProcess> {
    const app = new AppProcess(folder, options);
    const ready = new Promise<void>((resolve) => (app.#onReady = resolve));
    onTestFinished(async () => await app.kill());
    await Promise.race([ready, app.ended]);
    return app;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async ask<C extends Channel>(channel: C, argument: Argument<C>): Promise<Result<unknown>> {
    return (await this.#tell({ do: 'ask', channel, argument })) as Result<unknown>;
  }

  async report(): Promise<AppReport> {
    return (await this.#tell({ do: 'report' })) as AppReport;
  }

  async dieAt(point: DeathPoint, times = 1): Promise<void> {
    await this.#tell({ do: 'dieAt', point, times });
  }

  /** Waits until the app tells something: the first thing that is neither undefined nor false. */
  async until<T>(what: string, read: (report: AppReport) => T | undefined | false): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const report = await this.report();
      const found = read(report);
      if (found !== undefined && found !== false) return found;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; the app tells ${JSON.stringify(report)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async online(): Promise<void> {
    await this.until(
      'all verifiers online',
      ({ view: { verifiers } }) => verifiers.length > 0 && verifiers.every(({ connection }) => connection === 'online'),
    );
  }

  async openRequest(): Promise<RequestView> {
    return await this.until('an open request', ({ view }) => view.requests.find(({ phase }) => phase === 'open'));
  }

  /** The person looks at a request for long enough, and decides. */
  async decide({ id }: RequestView, decision: 'approve' | 'deny', number: string): Promise<Result<unknown>> {
    await this.#tell({ do: 'look', id });
    return await this.ask('requests:decide', { id, decision, ...(decision === 'approve' && { number }) });
  }

  /** Time passes on the computer, and the app looks at the verifier's clock again. */
  async advance(ms: number): Promise<void> {
    await this.#tell({ do: 'advance', ms });
    await this.online();
  }

  /** The person quits the app. */
  async close(): Promise<void> {
    await this.#tell({ do: 'close' });
    await this.kill();
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** @throws when the app has died before it answered */
  async #tell(command: AppCommand): Promise<unknown> {
    const number = (this.#number += 1);
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(number, resolve));
    const message: ToApp = { number, command };
    if (this.isAlive) this.#child.send(message, () => {});
    return await Promise.race([
      answer,
      this.ended.then(() => {
        throw new Error('the app has died');
      }),
    ]);
  }
}
