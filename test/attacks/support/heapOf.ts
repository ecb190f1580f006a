import type { ElectronApplication, Page } from 'playwright-core';

/** Everything that a page's JavaScript can still reach, as the text of a heap snapshot; garbage is collected first. */
export async function heapOf(app: ElectronApplication, page: Page): Promise<string> {
  const session = await app.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}
