import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchContext } from '../Benchmark.ts';

const OBSERVED = join(import.meta.dirname, '../../harness/fixture/observed.mjs');

export interface StartPlan {
  /** Main script of the app. */
  readonly main: string;
  /** What its page shows when it has started. */
  readonly selector: string;
  readonly profile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Measures the memory of the main process so much later, ms. */
  readonly memoryAfterMs?: number;
}

export interface ObservedStart {
  /** From the start of the process until the selector was painted. */
  readonly ms: number;
  /** Of the main process, if asked. */
  readonly bytes: number;
}

/** Starts an app in a process of its own, sees it paint, and ends it. */
export async function observeStart({ electron }: BenchContext, plan: StartPlan): Promise<ObservedStart> {
  const { main, selector, profile, env, memoryAfterMs } = plan;
  const startedAtMs = performance.timeOrigin + performance.now();
  const app = spawn(electron.command, [...electron.args, OBSERVED, `--user-data-dir=${profile}`], {
    env: {
      ...process.env,
      ...env,
      DESKFOB_OBSERVED: main,
      DESKFOB_OBSERVED_SELECTOR: selector,
      ...(memoryAfterMs !== undefined && { DESKFOB_OBSERVED_REST_MS: String(memoryAfterMs) }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  app.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
  const ended = once(app, 'exit');
  const told = new Map<string, number>();
  const last = memoryAfterMs === undefined ? 'painted' : 'memory';
  for await (const line of createInterface({ input: app.stdout })) {
    const [what = '', number = ''] = line.split(' ');
    told.set(what, Number(number));
    if (what === last) break;
  }
  app.stdin.end();
  await ended;
  const paintedAtMs = told.get('painted');
  if (paintedAtMs === undefined) throw new Error(`The app ended before it had painted: ${errors}`);
  return { ms: paintedAtMs - startedAtMs, bytes: told.get('memory') ?? 0 };
}
