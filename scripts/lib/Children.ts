import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Sentence } from './Sentence.ts';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Its output goes here, and nowhere else. */
  readonly log: string;
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((place) => existsSync(place));
const patienceMs = 5_000;

/** The processes of one demo, started in order and ended in the opposite one. On Linux they die with this one, however it dies. */
export class Children {
  readonly #running: { name: string; process: ChildProcess }[] = [];
  #isStopping = false;

  get isStopping(): boolean {
    return this.#isStopping;
  }

  start({ name, command, args, env, log }: ChildOptions): ChildProcess {
    if (this.#isStopping) throw new Sentence('Stopped.');
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, 'w');
    const line =
      process.platform === 'linux' && setpriv !== undefined ? [setpriv, '--pdeathsig', 'TERM', command, ...args] : [command, ...args];
    const [program = command, ...rest] = line;
    // 'ipc' nowhere: a child must not think that it may talk to us.
    const child = spawn(program, rest, { env: { ...env }, stdio: ['ignore', output, output], windowsHide: true });
    closeSync(output);
    child.on('error', () => {});
    this.#running.push({ name, process: child });
    return child;
  }

  /** Asks each to end, the last started first, and after 5 s makes it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { process: child } of this.#running.toReversed()) await end(child);
    this.#running.length = 0;
  }

  /** At once, for the second Ctrl-C. */
  kill(): void {
    this.#isStopping = true;
    for (const { process: child } of this.#running) child.kill('SIGKILL');
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** The last lines of a child's log, to say why it ended. */
export function lastLines(log: string, count = 12): string {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(force);
}
