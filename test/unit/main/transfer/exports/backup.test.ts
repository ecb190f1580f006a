import { createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OtpParameters } from '../../../../../src/main/otp/otpParameters.ts';
import { secretOfBytes } from '../../../../../src/main/transfer/canonicalSecret.ts';
import { cleanName } from '../../../../../src/main/transfer/cleanName.ts';
import { type Backup, exportBackup } from '../../../../../src/main/transfer/exports/backup.ts';
import type { ExportedAccount, PairedName } from '../../../../../src/main/transfer/exports/ExportedAccount.ts';
import { openBackupFile } from '../../../../../src/main/transfer/formats/deskfobBackup.ts';
import { nameOf } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { openBackup } from '../../../../../src/main/transfer/sealedBackup.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const account: ExportedAccount = { issuer: 'ACME', label: 'anna', otp: { type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 30 } };
const backup: Backup = {
  accounts: [account],
  paired: [{ organisation: 'Example', signInName: 'anna@example.com' }],
  madeAtMs: 1_767_225_600_000,
};
const sealed = z.object({
  format: z.string(),
  version: z.number(),
  kdf: z.object({ name: z.string(), memoryKiB: z.number(), passes: z.number(), lanes: z.number(), salt: z.base64() }),
  cipher: z.object({ name: z.string(), nonce: z.base64() }),
  content: z.base64(),
});
const partsOf = (text: string): z.infer<typeof sealed> => sealed.parse(JSON.parse(text));
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

const name = fc.string({ unit: 'grapheme', maxLength: 30 }).map(cleanName);
const group = name.filter((text) => text !== '');
const algorithm = fc.constantFrom('SHA1', 'SHA256', 'SHA512');
const digits = fc.integer({ min: 6, max: 8 });
const anySecret = fc.uint8Array({ minLength: 2, maxLength: 64 }).map(secretOfBytes);
const otp: fc.Arbitrary<OtpParameters> = fc.oneof(
  fc.record({ type: fc.constant('totp'), secret: anySecret, algorithm, digits, period: fc.integer({ min: 1, max: 86_400 }) }),
  fc.record({ type: fc.constant('hotp'), secret: anySecret, algorithm, digits, counter: fc.maxSafeNat() }),
  fc.record({ type: fc.constant('steam'), secret: anySecret }),
);
const anyAccount: fc.Arbitrary<ExportedAccount> = fc.record(
  { issuer: name, label: name, otp, group, tags: fc.array(group, { minLength: 1, maxLength: 3 }), isPinned: fc.constant(true) },
  { requiredKeys: ['issuer', 'label', 'otp'] },
);
const anyPaired: fc.Arbitrary<PairedName> = fc.record({ organisation: name, signInName: name });

describe('an encrypted backup', () => {
  it('brings back every account and every name to pair again, for any of them and any password', { timeout: 120_000 }, async () => {
    const accounts = fc.array(anyAccount, { maxLength: 20 });
    const paired = fc.array(anyPaired, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(accounts, paired, fc.string({ unit: 'binary' }), async (someAccounts, somePaired, password) => {
        const text = await exportBackup({ accounts: someAccounts, paired: somePaired, madeAtMs: 1 }, password, randomBytes);
        expect(await openBackupFile(ImportFile.ofText(text), password)).toEqual({
          entries: someAccounts.map((one) => ({ name: nameOf(one.issuer, one.label), account: one })),
          paired: somePaired,
        });
      }),
      { numRuns: 20 },
    );
  });

  it('opens with the same password typed on another system', async () => {
    const text = await exportBackup(backup, 'Ka\u0308se ½', randomBytes);
    expect(await openBackup(text, 'K\u00E4se ½')).toEqual(await openBackup(text, 'Ka\u0308se 1\u20442'));
    await expect(openBackup(text, 'Kase ½')).rejects.toMatchObject({ code: 'password-wrong' });
  });

  it('shows no secret and no name', async () => {
    const text = await exportBackup(backup, 'a password', randomBytes);
    const seen = [text, bytesOf(partsOf(text).content).toString('latin1')].join('\n');
    for (const hidden of [secret, 'ACME', 'anna', 'Example', 'a password', 'issuer', 'organisation', 'totp'])
      expect(seen).not.toContain(hidden);
    for (const hidden of [secret, 'ACME']) expect(seen).not.toContain(Buffer.from(hidden).toString('base64').slice(0, -4));
  });

  it('leaves behind what else an account carries, a device key above all', async () => {
    const extra = { deviceKey: 'never', recordId: 'never' };
    const text = await exportBackup(
      {
        accounts: [{ ...account, ...extra }],
        paired: backup.paired.map((one) => ({ ...one, ...extra })),
        madeAtMs: 1,
        ...extra,
      },
      'password',
      randomBytes,
    );
    expect(await openBackup(text, 'password')).toEqual({
      accounts: [{ issuer: 'ACME', label: 'anna', ...account.otp }],
      paired: backup.paired,
      madeAtMs: 1,
    });
  });

  it('shares no ciphertext with another backup of the same', async () => {
    const [one, other] = [partsOf(await exportBackup(backup, 'p', randomBytes)), partsOf(await exportBackup(backup, 'p', randomBytes))];
    expect(one.kdf.salt).not.toBe(other.kdf.salt);
    expect(one.cipher.nonce).not.toBe(other.cipher.nonce);
    const windows = (content: string): Set<string> => {
      const bytes = bytesOf(content);
      return new Set(Array.from({ length: bytes.length - 7 }, (_, at) => bytes.toString('hex', at, at + 8)));
    };
    const others = windows(other.content);
    expect(Array.from(windows(one.content)).filter((window) => others.has(window))).toEqual([]);
  });

  it("costs whoever guesses the password what RFC 9106's second recommended option does", async () => {
    const { kdf } = partsOf(await exportBackup(backup, 'p', randomBytes));
    expect(kdf).toMatchObject({ name: 'argon2id', memoryKiB: 65_536, passes: 3, lanes: 4 });
    expect(bytesOf(kdf.salt)).toHaveLength(16);
  });
});

describe('docs/backup-format.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../../docs/backup-format.md'), 'utf8');
  const [file = '', values = '', associatedData = '', plain = ''] = Array.from(
    page.matchAll(/```\w+\n([^]*?)\n```/g),
    ([, block]) => block,
  );
  const password = /The password is `([^`]+)`/.exec(page)?.[1] ?? '';

  it('shows a file that opens', async () => {
    expect(await openBackup(file, password)).toEqual(JSON.parse(plain));
    const { entries, paired } = await openBackupFile(ImportFile.ofText(file), password);
    expect(entries).toEqual([{ name: 'ACME – anna', account }]);
    expect(paired).toEqual(backup.paired);
  });

  it('shows the file that is written with these bytes for salt and nonce', async () => {
    let next = 0;
    const counted = (size: number): Uint8Array => Uint8Array.from({ length: size }, () => next++);
    expect(await exportBackup(backup, password, counted)).toBe(`${file}\n`);
  });

  it('shows where each byte goes: whoever follows it alone gets in', async () => {
    const { kdf, cipher, content } = partsOf(file);
    const [typed, key = ''] = values.split('\n');
    const utf8 = Buffer.from(password.normalize('NFKC'), 'utf8');
    expect(utf8.toString('hex')).toBe(typed);
    expect(bytesOf(kdf.salt)).toEqual(Buffer.from(Array.from({ length: 16 }, (_, at) => at)));
    expect(bytesOf(cipher.nonce)).toEqual(Buffer.from(Array.from({ length: 12 }, (_, at) => 16 + at)));
    const options = { algorithm: 2, version: 1, memoryCost: kdf.memoryKiB, timeCost: kdf.passes, parallelism: kdf.lanes, outputLen: 32 };
    const derived = await hashRaw(utf8, { ...options, salt: bytesOf(kdf.salt) });
    expect(derived.toString('hex')).toBe(key);

    const bytes = bytesOf(content);
    const [tag, ciphertext] = [bytes.subarray(-16), bytes.subarray(0, -16)];
    expect(page).toContain(`Of the ${String(bytes.length)} bytes of \`content\`, ${String(ciphertext.length)} are ciphertext`);
    expect(page).toContain(`\`${ciphertext.toString('hex', 0, 4)}…\``);
    expect(page).toContain(`the tag, \`${tag.toString('hex')}\``);
    const decipher = createDecipheriv('aes-256-gcm', derived, bytesOf(cipher.nonce), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(associatedData, 'utf8')).setAuthTag(tag);
    expect(Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')).toBe(plain);
  });
});
