import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { VerifierOptions } from '../../../src/verifier/compose.ts';
import type { FaultPoint } from '../../../src/verifier/faults.ts';
import { databaseOf } from '../postgres/testDatabase.ts';
import { Api } from './Api.ts';
import { freshDataFolder } from './dataFolder.ts';
import { freePort } from './freePort.ts';

export type KillableOptions = Pick<
  VerifierOptions,
  'dataFolder' | 'database' | 'publicUrl' | 'listen' | 'sweepIntervalMs' | 'askingLimits' | 'trustedProxies'
>;
export type ToVerifier = { type: 'die'; point: FaultPoint; times: number } | { type: 'stop' };
export type FromVerifier = { type: 'ready'; adminKey: string; jkt: string } | { type: 'armed' };

const PROGRAM = join(import.meta.dirname, 'killableProgram.ts');

/** A verifier in a process of its own that can be killed at any fault point, and started again on the same data. */
export class KillableVerifier {
  readonly options: KillableOptions;
  #child: ChildProcess | undefined;
  readonly #env: Readonly<Record<string, string>>;
  #adminKey = '';

  private constructor(options: KillableOptions, env: Readonly<Record<string, string>>) {
    this.options = options;
    this.#env = env;
  }

  /** On fresh data and a free port, unless told otherwise. */
  static async start(changes: Partial<KillableOptions> = {}, env: Readonly<Record<string, string>> = {}): Promise<KillableVerifier> {
    const dataFolder = changes.dataFolder ?? (await freshDataFolder());
    const port = changes.listen?.port ?? (await freePort());
    const database = changes.database ?? (await databaseOf(dataFolder));
    const options: KillableOptions = {
      publicUrl: `http://127.0.0.1:${port}`,
      listen: { host: '127.0.0.1', port },
      ...(database !== undefined && { database }),
      ...changes,
      dataFolder,
    };
    const verifier = new KillableVerifier(options, env);
    await verifier.resume();
    return verifier;
  }

  get port(): number {
    return this.options.listen.port;
  }

  get api(): Api {
    return new Api(`http://127.0.0.1:${this.options.listen.port}`, this.#adminKey);
  }

  /** Starts again after its end; with a fault point, to be killed the first time that it comes to it. */
  async resume(fatal?: FaultPoint): Promise<void> {
    const args = [PROGRAM, JSON.stringify(this.options), ...(fatal === undefined ? [] : [fatal])];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...this.#env },
    });
    this.#child = child;
    try {
      const ready = await this.#hear('ready');
      if (ready.type === 'ready') this.#adminKey = ready.adminKey;
    } catch (error) {
      // An app that waits for it can bring it to its fault point before it has said that it is there.
      if (fatal === undefined || child.signalCode !== 'SIGKILL') throw error;
    }
  }

  /** From now on it kills itself the n-th time that it comes to this point. */
  async dieAt(point: FaultPoint, times = 1): Promise<void> {
    const armed = this.#hear('armed');
    this.#child?.send({ type: 'die', point, times } satisfies ToVerifier);
    await armed;
  }

  /** Resolves when it has ended by SIGKILL. */
  async died(): Promise<void> {
    const child = this.#child;
    if (child === undefined) throw new Error('The verifier does not run.');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (child.signalCode !== 'SIGKILL') throw new Error(`The verifier ended with ${child.exitCode ?? child.signalCode}.`);
    this.#child = undefined;
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.send({ type: 'stop' } satisfies ToVerifier);
    await once(child, 'exit');
  }

  async #hear(type: FromVerifier['type']): Promise<FromVerifier> {
    const child = this.#child;
    if (child === undefined) throw new Error('The verifier does not run.');
    const { promise, resolve, reject } = Promise.withResolvers<FromVerifier>();
    const onMessage = (message: FromVerifier): void => {
      if (message.type === type) resolve(message);
    };
    const onExit = (): void => reject(new Error(`The verifier ended with ${child.exitCode ?? child.signalCode}.`));
    child.on('message', onMessage).on('exit', onExit);
    try {
      return await promise;
    } finally {
      child.off('message', onMessage).off('exit', onExit);
    }
  }
}
