import { describe, expect, it } from 'vitest';
import { OtpAccounts } from '../../../../src/main/otp/OtpAccounts.ts';
import type { ImportFormat } from '../../../../src/main/transfer/ImportFormat.ts';
import { entryOf, type ImportedEntry } from '../../../../src/main/transfer/ImportedEntry.ts';
import { Importer } from '../../../../src/main/transfer/Importer.ts';
import { TransferError } from '../../../../src/main/transfer/TransferError.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { freshVault } from '../support/folders.ts';
import { otpAccount, SECRET, TOTP } from '../otp/support.ts';

const secrets = ['JBSWY3DPEHPK3PXP', 'KRSXG5CTMVRXEZLU', 'NBSWY3DPEB3W64TM'];
const entry = (label: string, secret: string, group?: string): ImportedEntry => entryOf({ issuer: 'ACME', label, secret, group });
const good = secrets.map((secret, index) => entry(`person ${index}`, secret, index === 0 ? 'Work' : undefined));

/** A file that says `open` or `sealed`, and what is in it. */
function formatOf(entries: readonly ImportedEntry[]): ImportFormat {
  return {
    id: 'aegis',
    matches: ({ text }) => text === 'open' || text === 'sealed',
    isSealed: ({ text }) => text === 'sealed',
    read: async ({ text }, password) => {
      if (text === 'sealed' && password !== 'right') throw new TransferError('password-wrong');
      return await Promise.resolve([...entries]);
    },
  };
}

async function bench(entries: readonly ImportedEntry[] = good) {
  const accounts = new OtpAccounts(await freshVault(), () => {});
  const importer = new Importer({
    formats: async () => await Promise.resolve([formatOf(entries)]),
    accounts,
    clock: new FakeClock(5),
    onChange: () => {},
  });
  const read = async (text: string): Promise<void> => await importer.readFile(new TextEncoder().encode(text));
  return { accounts, importer, read };
}

describe('an import', () => {
  it('shows what is in the file before anything is done, and then does just that', async () => {
    const { accounts, importer, read } = await bench();
    await read('open');
    expect(importer.view()).toEqual({ step: 'preview', format: 'aegis', counts: { new: 3, duplicate: 0, problem: 0 } });
    expect(importer.entries()).toEqual([
      { name: 'ACME – person 0', group: 'Work', fate: 'new' },
      { name: 'ACME – person 1', fate: 'new' },
      { name: 'ACME – person 2', fate: 'new' },
    ]);
    expect(accounts.all()).toEqual([]);
    await importer.confirm();
    expect(importer.view()).toEqual({ step: 'done', imported: 3, counts: { new: 3, duplicate: 0, problem: 0 }, pairAgain: [] });
    expect(accounts.all()).toMatchObject([
      { issuer: 'ACME', label: 'person 0', group: 'Work', otp: { secret: secrets[0] }, addedAtMs: 5 },
      { label: 'person 1' },
      { label: 'person 2' },
    ]);
    expect(new Set(accounts.all().map(({ id }) => id)).size).toBe(3);
  });

  it('names what is here already, stands in the file twice, or can not be taken over', async () => {
    const [first, second] = good;
    if (first === undefined || second === undefined) throw new Error('no entries');
    const { accounts, importer, read } = await bench([
      entry('mine', SECRET),
      first,
      second,
      first,
      entry('broken', '!!'),
      entry('none', ''),
    ]);
    await accounts.change(() => [otpAccount('a', { otp: TOTP, label: 'called otherwise' })]);
    await read('open');
    expect(importer.entries().map(({ fate }) => fate)).toEqual([
      'duplicate',
      'new',
      'new',
      'duplicate',
      'secret-invalid',
      'secret-missing',
    ]);
    await importer.confirm();
    expect(importer.view()).toMatchObject({ imported: 2, counts: { new: 2, duplicate: 2, problem: 2 } });
    expect(accounts.all()).toHaveLength(3);
  });

  it('asks for the password of a sealed file until it is right', async () => {
    const { importer, read } = await bench();
    await read('sealed');
    expect(importer.view()).toEqual({ step: 'password', format: 'aegis', wrong: false });
    await importer.openWith('wrong');
    expect(importer.view()).toEqual({ step: 'password', format: 'aegis', wrong: true });
    await importer.openWith('right');
    expect(importer.view()).toMatchObject({ step: 'preview', counts: { new: 3 } });
  });

  it.each([
    ['file-unknown', 'something else'],
    ['file-too-large', 'x'.repeat(16 * 1024 * 1024 + 1)],
  ])('says why a file can not be read: %s', async (error, text) => {
    const { importer, read } = await bench();
    await read(text);
    expect(importer.view()).toEqual({ step: 'failed', error });
  });

  it('takes no file with more entries than anybody has', async () => {
    const { importer, read } = await bench(Array.from({ length: 10_001 }, () => entry('x', SECRET)));
    await read('open');
    expect(importer.view()).toEqual({ step: 'failed', error: 'file-too-many' });
  });

  it('calls a file damaged whatever else its reading comes to', async () => {
    const accounts = new OtpAccounts(await freshVault(), () => {});
    const format: ImportFormat = { ...formatOf([]), read: async () => await Promise.reject(new Error('a defect that quotes a secret')) };
    const importer = new Importer({
      formats: async () => await Promise.resolve([format]),
      accounts,
      clock: new FakeClock(0),
      onChange: () => {},
    });
    await importer.readFile(new TextEncoder().encode('open'));
    expect(importer.view()).toEqual({ step: 'failed', error: 'file-damaged' });
  });

  it('that is cancelled leaves nothing, also when it is still being read', async () => {
    const { accounts, importer, read } = await bench();
    const reading = read('open');
    importer.cancel();
    await reading;
    expect(importer.view()).toEqual({ step: 'none' });
    await expect(importer.confirm()).rejects.toMatchObject({ code: 'import-none' });
    expect(() => importer.entries()).toThrow('import-none');
    expect(accounts.all()).toEqual([]);
  });

  it('is carried out once, however often it is confirmed', async () => {
    const { accounts, importer, read } = await bench();
    await read('open');
    await Promise.allSettled([importer.confirm(), importer.confirm()]);
    expect(accounts.all()).toHaveLength(3);
  });

  it('takes nothing at all when the disk refuses', async () => {
    let refuses = false;
    const vault = await freshVault();
    const accounts = new OtpAccounts(
      {
        get: async (id, type) => await vault.get(id, type),
        put: async (record) => await (refuses ? Promise.reject(new Error('full')) : vault.put(record)),
      },
      () => {},
    );
    const importer = new Importer({
      formats: async () => await Promise.resolve([formatOf(good)]),
      accounts,
      clock: new FakeClock(0),
      onChange: () => {},
    });
    await importer.readFile(new TextEncoder().encode('open'));
    refuses = true;
    await expect(importer.confirm()).rejects.toThrow('full');
    expect(accounts.all()).toEqual([]);
    expect(importer.view()).toMatchObject({ step: 'preview' });
    refuses = false;
    await importer.confirm();
    expect(accounts.all()).toHaveLength(3);
  });
});

describe('codes that were scanned', () => {
  const link = (n: number): string => `otpauth://totp/ACME:person${n}?secret=${secrets[n]}&issuer=ACME`;

  it('of accounts are previewed together', async () => {
    const { importer } = await bench();
    expect(await importer.readTexts([link(0), 'https://example.com', link(1)])).toBe(true);
    expect(importer.view()).toMatchObject({ step: 'preview', format: 'otpauth', counts: { new: 2 } });
  });

  it('of anything else are left alone', async () => {
    const { importer } = await bench();
    expect(await importer.readTexts(['https://example.com', 'deskfob://pair?x'])).toBe(false);
    expect(importer.view()).toEqual({ step: 'none' });
  });
});
