import type { BenchContext } from '../Benchmark.ts';
import { nowMs } from './nowMs.ts';
import { ObservedApp, type ObservedPlan } from '../process/ObservedApp.ts';

const PAGE = 'index.html';

export interface ObservedStart {
  /** From the start of the process until the selector was painted. */
  readonly ms: number;
  /** Of the main process, if asked. */
  readonly bytes: number;
}

/** Starts an app in a process of its own, sees it paint, and ends it. */
export async function observeStart(context: BenchContext, plan: ObservedPlan): Promise<ObservedStart> {
  const startedAtMs = nowMs();
  const app = new ObservedApp(context, plan);
  try {
    const paintedAtMs = await app.next('painted', PAGE);
    const bytes = plan.memoryAfterMs === undefined ? 0 : await app.next('memory', PAGE);
    return { ms: paintedAtMs - startedAtMs, bytes };
  } finally {
    await app.stop();
  }
}
