import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../../src/verifier/main.ts');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The command line `deskfob-verifier`, run to its end. */
export async function runCli(...args: string[]): Promise<Finished> {
  return await new VerifierProcess(args).finished;
}

/** A process of `deskfob-verifier`, from the sources. */
export class VerifierProcess {
  readonly finished: Promise<Finished>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #news: () => void = () => {};

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#stdout += chunk.toString('utf8');
      this.#news();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString('utf8');
    });
    this.finished = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        resolve({ code, stdout: this.#stdout, stderr: this.#stderr });
        this.#news();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits until the output matches. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#stdout);
      if (match !== null) return match;
      if (this.#child.exitCode !== null) throw new Error(`ended with ${this.#child.exitCode}: ${this.#stdout}${this.#stderr}`);
      await new Promise<void>((resolve) => {
        this.#news = resolve;
      });
    }
  }

  async kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<Finished> {
    this.#child.kill(signal);
    return await this.finished;
  }
}
