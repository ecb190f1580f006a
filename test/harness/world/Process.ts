import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program of the product, run as it is run for real. Its output is kept for a failing test's message. */
export class Process {
  readonly #child: ChildProcess;
  #output = '';

  constructor(args: string[], env: Record<string, string> = {}) {
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('it did not start');
    return this.#child.pid;
  }

  /** Resolves when `url` answers with 200. */
  async answers(url: string): Promise<void> {
    while (this.#child.exitCode === null) {
      const reply = await fetch(url).catch(() => undefined);
      await reply?.body?.cancel();
      if (reply?.status === 200) return;
      await sleep(100);
    }
    throw new Error(`ended with ${this.#child.exitCode}:\n${this.#output}`);
  }

  /** Resolves to the exit code. */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'close');
    return this.#child.exitCode;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill(signal);
    await once(this.#child, 'close');
  }
}
