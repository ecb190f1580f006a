import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { BenchContext } from '../Benchmark.ts';

const OBSERVED = join(import.meta.dirname, '../../harness/fixture/observed.mjs');

export interface ObservedPlan {
  /** Main script of the app. */
  readonly main: string;
  /** What a page shows when it is seen as painted. */
  readonly selector: string;
  readonly profile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Measures the memory of the main process so much later than a page was painted, ms. */
  readonly memoryAfterMs?: number;
}

/** What the app tells, see the fixture. */
interface Told {
  readonly what: 'painted' | 'closed' | 'memory' | 'value';
  readonly value: unknown;
  /** Of a page. */
  readonly url: string;
}

/** An app in a process of its own on the run's Electron host, whose pages are watched. */
export class ObservedApp {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #told: Told[] = [];
  #wake: () => void = () => {};
  #errors = '';
  readonly #ended: Promise<unknown>;
  #hasEnded = false;

  constructor({ electron }: BenchContext, { main, selector, profile, env, memoryAfterMs }: ObservedPlan) {
    this.#child = spawn(electron.command, [...electron.args, OBSERVED, `--user-data-dir=${profile}`], {
      env: {
        ...process.env,
        ...env,
        DESKFOB_OBSERVED: main,
        DESKFOB_OBSERVED_SELECTOR: selector,
        ...(memoryAfterMs !== undefined && { DESKFOB_OBSERVED_REST_MS: String(memoryAfterMs) }),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-2000)));
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#told.push(JSON.parse(line) as Told);
      this.#wake();
    });
    this.#ended = once(this.#child, 'exit').then(() => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  /**
   * The next thing of this kind that it tells of a page.
   * @throws Error when the app ends before
   */
  async next(what: Told['what'], page: string): Promise<number> {
    return Number(await this.#take(what, page));
  }

  activate(): void {
    this.#send({ command: 'activate' });
  }

  /** Resolves when the window is gone. */
  async close(page: string): Promise<void> {
    this.#send({ command: 'close', page });
    await this.#take('closed', page);
  }

  /** What a script in a page comes to. */
  async evaluate(page: string, script: string): Promise<unknown> {
    this.#send({ command: 'evaluate', page, script });
    return await this.#take('value', page);
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  #send(command: object): void {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  async #take(what: Told['what'], page: string): Promise<unknown> {
    for (;;) {
      const place = this.#told.findIndex((told) => told.what === what && told.url.endsWith(page));
      if (place >= 0) return this.#told.splice(place, 1)[0]?.value;
      if (this.#hasEnded) throw new Error(`The app ended before ${page} was ${what}: ${this.#errors}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
