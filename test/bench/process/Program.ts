import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Called, Methods, Replied } from './answerCalls.ts';

/** A program of the benchmarks in a process of its own, called over the pipe that Node gives to forked processes. */
export class Program<M extends Methods> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #calls = 0;

  /** @param file TypeScript that ends with `answerCalls` */
  constructor(file: string, options: { env?: Readonly<Record<string, string>>; execArgv?: readonly string[] } = {}) {
    this.#child = fork(file, [], {
      execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc', ...(options.execArgv ?? [])],
      // As an organisation runs it; its log lines go nowhere.
      env: { ...process.env, NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'json',
    });
    this.#child.on('message', (reply: Replied) => {
      const waiting = this.#waiting.get(reply.call);
      this.#waiting.delete(reply.call);
      if ('error' in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply.value);
    });
    this.#child.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${file} ended with ${code ?? signal}`));
      this.#waiting.clear();
    });
  }

  async call<N extends keyof M & string>(method: N, argument: Parameters<M[N]>[0]): Promise<Awaited<ReturnType<M[N]>>> {
    const call = (this.#calls += 1);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(call, { resolve, reject });
    if (!this.#child.connected) throw new Error('The program has ended.');
    this.#child.send({ call, method, argument } satisfies Called);
    return (await promise) as Awaited<ReturnType<M[N]>>;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
