/**
 * `npm start`: the demo organisation and the app, for a person to use. Without a display, or with `--tour`, the main job
 * walks by itself instead (tour.ts).
 */
import { ensureBuilt } from '../lib/builds.ts';
import { Children } from '../lib/Children.ts';
import { chooseElectronHost, isWithoutDisplay } from '../lib/electronHost.ts';
import { Sentence, sayAndExit } from '../lib/Sentence.ts';
import { ensureSystemParts } from '../lib/systemParts.ts';
import { claimDemoPorts } from './ports.ts';
import { runDemo } from './runDemo.ts';
import { runTour } from './tour.ts';

const children = new Children();
const closing: (() => Promise<void>)[] = [];
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt());
// The process that started this one was killed. A listener alone would keep this process alive.
process.on('disconnect', () => interrupt());
process.channel?.unref();

try {
  const code = await main(process.argv.slice(2));
  await untilInterruptEnds();
  await stop();
  process.exit(code);
} catch (error) {
  await untilInterruptEnds();
  await stop();
  sayAndExit(error);
}

async function main(args: string[]): Promise<number> {
  const unknown = args.filter((argument) => argument !== '--tour');
  if (unknown.length > 0) throw new Sentence(`npm start knows only \`npm start\` and \`npm start -- --tour\`, not ${unknown.join(' ')}.`);
  const tour = args.includes('--tour') || isWithoutDisplay();
  if (!tour) await claimDemoPorts();
  const host = await chooseElectronHost({ download: true });
  console.log(host.why);
  ensureSystemParts({ chromium: tour || host.kind === 'stand-in' });
  await ensureBuilt();
  const onClose = (close: () => Promise<void>): void => void closing.push(close);
  return tour ? await runTour(host, children, onClose) : await runDemo(host, children, onClose);
}

/** Ctrl-C: everything ends in order; pressed again, at once. */
function interrupt(): void {
  if (isStopping) {
    children.kill();
    process.exit(130);
  }
  console.log('\nStopping …');
  stop().then(() => process.exit(0), sayAndExit);
}

/** After Ctrl-C everything here breaks off by itself, and `interrupt` has the last word. */
async function untilInterruptEnds(): Promise<void> {
  if (isStopping) await new Promise(() => {});
}

async function stop(): Promise<void> {
  isStopping = true;
  for (const close of closing.splice(0).toReversed()) await close().catch(() => {});
  await children.stop();
}
