import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Children, hasEnded, lastLines } from '../lib/Children.ts';
import type { ElectronHost } from '../lib/electronHost.ts';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence } from '../lib/Sentence.ts';
import { demoPorts } from './ports.ts';
import { type DemoServices, startServices } from './services.ts';

const folder = join(projectRoot, '.deskfob-demo');
const appData = join(folder, 'app');
const appLog = join(folder, 'logs/app.log');

/** Runs until the person quits the app; resolves to the exit code. */
export async function runDemo(host: ElectronHost, children: Children, onClose: (close: () => Promise<void>) => void): Promise<number> {
  const hasPaired = existsSync(appData);
  console.log('Starting the demo organisation Acme GmbH …');
  const services = await startServices({ folder, ...demoPorts }, children);
  onClose(services.stop);
  const app = startApp(host, services, children);
  sayWhatToDo(services, hasPaired);
  if (!hasEnded(app)) await new Promise((resolve) => app.once('exit', resolve));
  if (children.isStopping) return 0;
  if (app.exitCode === 0) {
    console.log('Deskfob was quit, so the demo ends too.');
    return 0;
  }
  throw new Sentence(`${lastLines(appLog)}\nDeskfob ended unexpectedly; its last words stand above.`);
}

function startApp(host: ElectronHost, { appEnv }: DemoServices, children: Children): ReturnType<Children['start']> {
  const main = join(projectRoot, 'out/main/index.js');
  const args = [main, `--user-data-dir=${appData}`];
  const env = { ...process.env, ...appEnv };
  if (host.kind === 'electron') return children.start({ name: 'Deskfob', command: host.binary, args, env, log: appLog });
  const standIn = join(projectRoot, 'test/harness/electron/launch.mjs');
  return children.start({ name: 'Deskfob', command: process.execPath, args: [standIn, ...args], env, log: appLog });
}

function sayWhatToDo({ pageUrl }: DemoServices, hasPaired: boolean): void {
  const pairing = [
    `  1. Open ${pageUrl}/pair in your browser and get a pairing link for Anna.`,
    '  2. In Deskfob choose “I have a pairing link” and paste it.',
    '  3. Approve the request that arrives with the six digits from the page.',
    `  4. Sign in at ${pageUrl} and approve it in Deskfob, or type the passcode it shows.`,
  ];
  const again = [
    `  Your pairing of last time is still there: sign in at ${pageUrl} and approve it in Deskfob.`,
    `  Another one: ${pageUrl}/pair`,
  ];
  const lines = ['', 'Deskfob is open, and so is the demo organisation. What to do next:', ...(hasPaired ? again : pairing), ''];
  console.log([...lines, `Data and logs are in ${relative(projectRoot, folder)}/ · Ctrl-C stops everything.`].join('\n'));
}
