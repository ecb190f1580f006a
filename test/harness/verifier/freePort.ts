import { createServer, type Server } from 'node:net';

/** Below what systems give to connections and to those who ask for any port, so that none of these takes a port that was found free. */
const FIRST = 20_000;
const PAIRS = 5_000;
const MOST_ATTEMPTS = 1_000;

/**
 * A port that is free now, and that nobody else is given by this function while this process lives. The issuer of a verifier names its
 * port, so it must be known before the start. Of each two neighbours the second is listened on for as long: that keeps the first.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const port = FIRST + 2 * Math.floor(Math.random() * PAIRS);
    const lock = await listenOn(port + 1);
    const probe = lock && (await listenOn(port));
    if (probe === undefined) {
      lock?.close();
      continue;
    }
    lock?.unref();
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
  throw new Error('no port is free');
}

/** Undefined when somebody else does, or the system forbids it. */
async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(undefined)).listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
