import { join } from 'node:path';
import { createServer } from 'node:net';
import { portHolder } from '../../src/verifier/cli/portHolder.ts';
import { isPortFree } from '../lib/isPortFree.ts';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence } from '../lib/Sentence.ts';

/** Fixed, because a pairing holds the verifier's address: on another port the earlier pairing would be dead. */
export const demoPorts = { verifierPort: 47_110, pagePort: 47_111 } as const;

/** Fails with a {@link Sentence} that names who holds one of the demo's ports. */
export async function claimDemoPorts(): Promise<void> {
  for (const port of Object.values(demoPorts)) {
    if (await isPortFree(port)) continue;
    const holder = portHolder(port);
    if (holder?.command.includes(join(projectRoot, 'out/verifier')) === true) {
      throw new Sentence(
        "Deskfob's demo is already running from this folder: go on in its window, or end it with Ctrl-C in its terminal and start again.",
      );
    }
    const who =
      holder === undefined
        ? 'another program (of another user, so the system does not name it)'
        : `process ${holder.pid} (${holder.command})`;
    throw new Sentence(
      `Port ${port} is taken by ${who}. The demo needs this very port, because a pairing holds it: end that program and start again.`,
    );
  }
}

/** Two ports that nobody listens on, for a tour that keeps nothing. */
export async function freePorts(): Promise<{ verifierPort: number; pagePort: number }> {
  const servers = [createServer(), createServer()];
  const [verifierPort = 0, pagePort = 0] = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { verifierPort, pagePort };
}
