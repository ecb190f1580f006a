import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';

/** Where pages come from, in Electron and in the stand-in's browser. */
const OWN_SCRIPTS = /^(app:\/\/deskfob|https:\/\/deskfob\.app\.internal)\//;
const EVERY_US = 100;

const profileSchema = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ url: z.string() }), children: z.array(z.number()).optional() })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Profile = z.infer<typeof profileSchema>;

/** Tells how long the scripts of a page have run, by the browser's profiler. */
export class ScriptTime {
  readonly #cdp: CDPSession;

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp;
  }

  static async of(page: Page): Promise<ScriptTime> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Profiler.enable');
    await cdp.send('Profiler.setSamplingInterval', { interval: EVERY_US });
    return new ScriptTime(cdp);
  }

  /** Ms of script of the page's own, and of what it calls, while `work` is under way; what brings it main's messages is not its own. */
  async during(work: () => Promise<unknown>): Promise<number> {
    await this.#cdp.send('Profiler.start');
    await work();
    const { profile } = await this.#cdp.send('Profiler.stop');
    return ownMs(profileSchema.parse(profile));
  }
}

/** Time in the page's functions and in what these call: a node counts when it or one above it is the page's. */
export function ownMs({ nodes, samples, timeDeltas }: Profile): number {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Set<number>();
  const mark = (id: number): void => {
    own.add(id);
    for (const child of byId.get(id)?.children ?? []) mark(child);
  };
  for (const { id, callFrame } of nodes) if (OWN_SCRIPTS.test(callFrame.url)) mark(id);
  return timeDeltas.reduce((sum, delta, at) => (own.has(samples[at] ?? 0) ? sum + delta : sum), 0) / 1000;
}
