import type { ElectronApplication, Page } from 'playwright-core';
import { makeCodec } from '../../harness/electron/codec.ts';

/**
 * Posts messages to main past the bridge, as code in the renderer's own process could: from the preload's world, which no
 * script of the page reaches. Stand-in only. Answers are not waited for.
 */
export async function postRaw(app: ElectronApplication, page: Page, posts: readonly (readonly [string, unknown[]])[]): Promise<void> {
  const session = await app.context().newCDPSession(page);
  const worlds: number[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === 'electron-preload') worlds.push(context.id);
  });
  await session.send('Runtime.enable');
  const messages = posts.map(([channel, args], index) =>
    JSON.stringify({ kind: 'invoke', id: 1_000_000 + index, channel, args: makeCodec().encode(args) }),
  );
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `(() => {
      const post = globalThis[Object.getOwnPropertyNames(globalThis).find((name) => /^b[0-9a-f]{24}$/.test(name))];
      for (const message of ${JSON.stringify(messages)}) post(message);
      return ${messages.length};
    })()`,
    contextId: worlds.at(-1) ?? 0,
  });
  if (result.value !== messages.length) throw new Error(`nothing was posted: ${exceptionDetails?.exception?.description ?? ''}`);
  await session.detach();
}
