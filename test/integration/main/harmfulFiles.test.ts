import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppCore } from '../../harness/app/AppCore.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { craftedFiles, HARMFUL_CODES, type HarmfulFile, sealedFiles } from '../../harness/exports/harmfulFiles.ts';

const OWN = 'otpauth://totp/Mine:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mine';

await sessionForThisFile();

/** What the disk holds of the vault, file by file. */
async function onDisk({ vaultFolder }: Computer): Promise<string[]> {
  const names = (await readdir(vaultFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  return await Promise.all(names.map(async ({ parentPath, name }) => `${name} ${hash(await readFile(join(parentPath, name)))}`));
}

/** Where the import stands, in a word. */
function said(app: AppCore): string {
  const { importing } = app.view();
  if (importing.step === 'failed') return importing.error;
  if (importing.step === 'password') return importing.wrong ? 'password-wrong' : 'password';
  return importing.step === 'preview'
    ? `a preview of ${Object.values(importing.counts).reduce((sum, count) => sum + count)}`
    : importing.step;
}

async function choose(app: AppCore, { file, password }: HarmfulFile): Promise<string> {
  app.computer.importFile = file;
  const chosen = await app.ask('import:choose', undefined);
  if (!chosen.ok) return chosen.error;
  if (said(app) === 'password') await app.ask('import:password', { password });
  return said(app);
}

describe('a file or a code that is meant to do harm', () => {
  let folder: string;
  let computer: Computer;
  let app: AppCore;
  let before: { readonly accounts: readonly string[]; readonly files: readonly string[] };
  const state = async () => ({ accounts: app.view().otpAccounts.map(({ id }) => id), files: (await onDisk(computer)).toSorted() });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deskfob-harmful-'));
    computer = await freshComputer({ later: afterAll });
    app = await computer.launch();
    await app.ask('import:texts', { texts: [OWN] });
    await app.ask('import:confirm', undefined);
    await app.ask('import:cancel', undefined);
    before = await state();
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  it('is refused in words or previewed, and nothing of it is taken over', async () => {
    expect(before.accounts).toHaveLength(1);
    for (const one of await craftedFiles(folder)) {
      expect(`${one.name}: ${await choose(app, one)}`).toBe(`${one.name}: ${one.said}`);
      await app.ask('import:cancel', undefined);
      expect(await state()).toEqual(before);
    }
  });

  it('stays sealed to the wrong password, in every format, and asks again', async () => {
    for (const one of await sealedFiles(folder)) {
      expect(`${one.name}: ${await choose(app, one)}`).toBe(`${one.name}: ${one.said}`);
      expect(await app.ask('import:confirm', undefined)).toEqual({ ok: false, error: 'import-none' });
      await app.ask('import:cancel', undefined);
      expect(await state()).toEqual(before);
    }
  });

  it('is no account when it stands in a code', async () => {
    for (const { text, said: expected } of HARMFUL_CODES) {
      const scanned = await app.ask('import:texts', { texts: [text] });
      expect(scanned.ok ? said(app) : scanned.error).toBe(expected);
      await app.ask('import:cancel', undefined);
      expect(await state()).toEqual(before);
    }
  });

  it('leaves the accounts as they were, also after a restart', async () => {
    app = await app.restart();
    expect((await state()).accounts).toEqual(before.accounts);
  });

  it('loses what deceives in its names before they are shown', async () => {
    const file = (await craftedFiles(folder)).find(({ name }) => name === 'names that deceive');
    if (file === undefined) throw new Error('There is no such file.');
    await choose(app, file);
    const entries = await app.ask('import:entries', undefined);
    await app.ask('import:cancel', undefined);
    const names = entries.ok ? entries.value.map(({ name }) => name) : [];
    expect(names).toHaveLength(5);
    expect(names.filter((name) => /[\p{Cc}\p{Cf}]/u.test(name) || name.length > 500)).toEqual([]);
  });
});
