import type { ElectronApplication, Page } from 'playwright-core';
import { z } from 'zod';

/**
 * Every string that a page's JavaScript can still reach, one a line, by a heap snapshot; garbage is collected first. The
 * snapshot's own numbers are left out: among thousands of them there is any six-digit code.
 */
export async function heapOf(app: ElectronApplication, page: Page): Promise<string> {
  const session = await app.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return z
    .object({ strings: z.array(z.string()) })
    .parse(JSON.parse(chunks.join('')))
    .strings.join('\n');
}
