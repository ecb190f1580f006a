import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ENTE_COST } from '../harness/exports/sealedExports.ts';
import { type DesktopSession, startDesktopSession } from '../harness/desktopSession.ts';
import { picture, png } from '../harness/qrPictures.ts';
import { WatchedPage } from './accounts/WatchedPage.ts';
import { costlyFile, craftedFiles, HARMFUL_CODES, type HarmfulFile, sealedFiles } from '../harness/exports/harmfulFiles.ts';
import type { BenchContext, Benchmark } from './Benchmark.ts';
import type { BadInputAnswer, BadInputMethods } from './clients/badInput.ts';
import { interleave } from './lib/interleave.ts';
import { median } from './lib/statistics.ts';
import { Program } from './process/Program.ts';
import { againstFloor, byValue, type Row } from './Row.ts';

const ANSWER_GOAL_MS = 2_000;
const MEMORY_GOAL_MIB = 300;
const ENTE_GOAL = 1.5;
const ENTE_TURNS = 3;
const CLIENT = join(import.meta.dirname, 'clients/badInput.ts');
const root = join(import.meta.dirname, '../..');

interface Answered extends BadInputAnswer {
  readonly name: string;
  /** What it should have said. */
  readonly expected: string;
}

export const badInput: Benchmark = {
  name: 'bad-input',
  how: `What is meant to harm the app, given to its core, which has one account, as the person would: each in a process of its own, on a real
keyring, from the choice of the file (with the password, where one is asked for) until it has said something. **Files**: 1 GiB, cut in the
middle, 16 MiB of arrays and of objects in one another, of empty objects and of quotes, a zip and a gzip that unpack to 200 MB, 10,000 entries and one
more, names with control characters, turned directions, markup and 100,000 letters. **Passwords**: a wrong one for every sealed format at the cost
that its app writes. Ente's own cost is 1 GiB and four passes, which nobody can do within the goal: its **floor** is the bare call of
Argon2id, in turn in the same app, so that the system gives both memory that it has at hand as often; median of 3. **Codes**: addresses and links that are no account. **Pictures**, in the page of the app: one whose header names
30,000 × 30,000 pixels, and a code with a script for an address, from the choice to the words on the screen. **Memory**: the most that is resident in the
process meanwhile, over what it keeps when idle; the worst of all but Ente's. **Not as it should be**: whatever was
answered by another code than the right one, or changed an account.`,
  run: async (context) => await measureBadInput(context),
};

export async function measureBadInput(context: BenchContext): Promise<Row[]> {
  const folder = await mkdtemp(join(context.folder, 'bad-input-'));
  const session = await startDesktopSession({ folder: join(folder, 'session') });
  try {
    const place = { folder, session };
    const choose = async (harmful: HarmfulFile): Promise<Answered> => await inNewApp(place, async (app) => await chosen(app, harmful));
    const files: Answered[] = [];
    for (const one of await craftedFiles(folder)) files.push(await choose(one));
    const passwords: Answered[] = [];
    for (const one of await sealedFiles(folder)) passwords.push(await choose(one));
    const costly = await costlyFile(folder);
    const ente = await inNewApp(
      place,
      async (app) =>
        await interleave(
          ENTE_TURNS,
          async () => await chosen(app, costly),
          async () => await app.call('bareEnte', ENTE_COST),
        ),
    );
    const codes: Answered[] = [];
    for (const code of HARMFUL_CODES) codes.push(await inNewApp(place, async (app) => await scanned(app, code)));
    const pictures = await inPage(folder, session);
    const all = [...files, ...passwords, ...codes];
    const wrong = [...all, ...ente.product].filter(({ said, expected, isUntouched }) => said !== expected || !isUntouched);
    const worst = mostOf(all, 'mib');
    return [
      slowest('file', files),
      slowest('wrong password', passwords),
      againstFloor(
        { name: 'bad input, wrong password: ente, full cost', value: median(ente.product.map(({ ms }) => ms)), unit: 'ms' },
        median(ente.floor),
        ENTE_GOAL,
      ),
      slowest('code', codes),
      ...pictures,
      byValue({ name: `bad input: most memory (${worst.name})`, value: worst.mib, unit: 'MiB' }, MEMORY_GOAL_MIB),
      byValue({ name: 'bad input: memory for ente, full cost', value: mostOf(ente.product, 'mib').mib, unit: 'MiB' }),
      byValue(
        {
          name: `bad input: not as it should be${wrong.map(({ name, said }) => `, ${name}: ${said}`).join('')}`,
          value: wrong.length,
          unit: '',
        },
        0,
      ),
    ];
  } finally {
    await session.stop();
  }
}

type App = Program<BadInputMethods>;

async function inNewApp<T>({ folder, session }: { folder: string; session: DesktopSession }, give: (app: App) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(folder, 'profile-'));
  const app: App = new Program<BadInputMethods>(CLIENT, { env: session.env });
  try {
    await app.call('start', { profile });
    return await give(app);
  } finally {
    await app.stop();
  }
}

async function chosen(app: App, { name, file, password, said }: HarmfulFile): Promise<Answered> {
  return { ...(await app.call('choose', { file, password })), name, expected: said };
}

async function scanned(app: App, { text, said }: (typeof HARMFUL_CODES)[number]): Promise<Answered> {
  return { ...(await app.call('scan', { texts: [text] })), name: text.slice(0, 12), expected: said };
}

function mostOf(answers: readonly Answered[], what: 'ms' | 'mib'): Answered {
  const [most] = answers.toSorted((one, other) => other[what] - one[what]);
  if (most === undefined) throw new Error('There is no answer.');
  return most;
}

function slowest(kind: string, answers: readonly Answered[]): Row {
  const { name, ms } = mostOf(answers, 'ms');
  return byValue({ name: `bad input, ${kind}: slowest (${name})`, value: ms, unit: 'ms' }, ANSWER_GOAL_MS);
}

async function inPage(folder: string, session: DesktopSession): Promise<Row[]> {
  const profile = join(folder, 'with-window');
  await mkdir(profile, { mode: 0o700 });
  const window = await WatchedPage.open({ main: join(root, 'out/main/index.js'), profile, env: session.env });
  try {
    const { page } = window;
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByRole('dialog').getByRole('tab', { name: 'Image' }).click();
    const huge = png({ width: 30_000, height: 30_000, pixels: new Uint8Array() });
    const code = png(picture([HARMFUL_CODES[0].text]));
    return [
      byValue(
        { name: 'bad input, picture of 30,000 × 30,000', value: await shown(page, huge, 'This image is too large'), unit: 'ms' },
        ANSWER_GOAL_MS,
      ),
      byValue(
        { name: 'bad input, code with a script', value: await shown(page, code, 'No code of an account in this picture'), unit: 'ms' },
        ANSWER_GOAL_MS,
      ),
    ];
  } finally {
    await window.close();
  }
}

/** Ms from the choice of a picture to the words. */
async function shown(page: Page, buffer: Buffer, words: string): Promise<number> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByRole('button', { name: 'Choose images…' }).click();
  const chosen = await chooser;
  const startMs = performance.now();
  await chosen.setFiles({ name: 'code.png', mimeType: 'image/png', buffer });
  await page.getByRole('dialog').getByText(words).waitFor();
  return performance.now() - startMs;
}
