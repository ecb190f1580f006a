import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXPORT_KINDS, IMPORT_FORMATS } from '../../../src/bridge/importing.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { plainExports } from '../../harness/exports/plainExports.ts';
import { PER_FILE, type SampleExport, sampleMaker } from '../../harness/exports/SampleExport.ts';
import { sealedExports } from '../../harness/exports/sealedExports.ts';

const BACKUP_PASSWORD = 'another horse, another battery';
/** A moment at which all computers are asked for their codes. */
const MOMENT_MS = Date.UTC(2026, 10, 29, 12);
const OTHERS = [
  'otpauth://steam/Steam:anna?secret=GEZDGNBVGY3TQOJQ&issuer=Steam',
  'otpauth://hotp/Bank:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank&counter=7',
];

await sessionForThisFile();

const { all: samples, next } = sampleMaker();

/** Reads a file and takes over what is in it; answers whether a password was asked for, what the preview promised and what was done. */
async function bringIn(app: AppCore, bytes: Uint8Array, password = 'none'): Promise<object> {
  await app.ask('import:file', { bytes });
  const isSealed = app.view().importing.step === 'password';
  if (isSealed) await app.ask('import:password', { password });
  const { importing: preview } = app.view();
  await app.ask('import:confirm', undefined);
  const { importing: done } = app.view();
  await app.ask('import:cancel', undefined);
  return { isSealed, preview, done };
}

/** Name by name what the app shows at the same moment, and the next code of those that count. */
async function codesOf(app: AppCore): Promise<Record<string, string>> {
  for (const { id, counted } of app.view().otpAccounts) if (counted !== undefined) await app.ask('otp:count', { id });
  vi.useFakeTimers({ toFake: ['Date'], now: MOMENT_MS });
  try {
    const { otpAccounts, passcodes } = app.view();
    return Object.fromEntries(
      otpAccounts.map(({ id, issuer, label, counted }) => [`${issuer} ${label}`, passcodes[id]?.current ?? counted?.code ?? '']),
    );
  } finally {
    vi.useRealTimers();
  }
}

describe('every format', () => {
  let computer: Computer;
  let app: AppCore;
  let folder: string;
  let files: SampleExport[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deskfob-formats-'));
    computer = await freshComputer({ later: afterAll });
    app = await computer.launch();
    files = [...plainExports(next), ...(await sealedExports(next))];
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  it('is there', () => {
    expect(new Set(files.map(({ format }) => format))).toEqual(new Set(IMPORT_FORMATS));
  });

  it('brings in as many accounts as its preview promises, and none twice', async () => {
    let count = 0;
    for (const { format, variant, bytes, password } of files) {
      const counts = { new: PER_FILE, duplicate: 0, problem: 0 };
      const isSealed = password !== undefined;
      expect([variant, await bringIn(app, bytes, password)]).toEqual([
        variant,
        { isSealed, preview: { step: 'preview', format, counts }, done: { step: 'done', imported: PER_FILE, counts, pairAgain: [] } },
      ]);
      count += PER_FILE;
      expect(app.view().otpAccounts).toHaveLength(count);
      const again = { new: 0, duplicate: PER_FILE, problem: 0 };
      expect(await bringIn(app, bytes, password)).toEqual({
        isSealed,
        preview: { step: 'preview', format, counts: again },
        done: { step: 'done', imported: 0, counts: again, pairAgain: [] },
      });
      expect(app.view().otpAccounts).toHaveLength(count);
    }
  });

  it('gives the codes that the sites expect, also after a restart', async () => {
    app = await app.restart();
    const codes = await codesOf(app);
    expect(Object.keys(codes)).toHaveLength(samples.length);
    for (const { issuer, label, secret } of samples) {
      const site = new TOTP({ secret, algorithm: 'SHA256', digits: 8, period: 30 });
      expect(codes[`${issuer} ${label}`]).toBe(site.generate({ timestamp: MOMENT_MS }));
    }
  });

  it.each(EXPORT_KINDS)('goes by %s to another computer, account by account and code by code', async (kind) => {
    if (kind === EXPORT_KINDS[0]) {
      await app.ask('import:texts', { texts: OTHERS });
      await app.ask('import:confirm', undefined);
      await app.ask('import:cancel', undefined);
    }
    const count = samples.length + OTHERS.length;
    expect(app.view().otpAccounts).toHaveLength(count);
    computer.exportFile = join(folder, kind);
    const password = kind === 'backup' ? BACKUP_PASSWORD : undefined;
    expect(await app.ask('otp:export', { kind, password })).toEqual({ ok: true, value: { written: count } });

    const other = await (await freshComputer()).launch();
    const counts = { new: count, duplicate: 0, problem: 0 };
    expect(await bringIn(other, await readFile(computer.exportFile), password)).toMatchObject({
      preview: { step: 'preview', counts },
      done: { step: 'done', imported: count, counts },
    });
    expect(other.view().otpAccounts).toHaveLength(count);
    const codes = await codesOf(other);
    expect(Object.values(codes).every((code) => code.length >= 5)).toBe(true);
    expect(await codesOf(app)).toEqual(codes);
  });
});
