import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type JsQr from 'jsqr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOtpauthUri } from '../../../src/main/transfer/otpauthUri.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const LINK = `otpauth://totp/ACME:anna%40example.com?secret=${SECRET}&issuer=ACME`;
const COUNTS = 'otpauth://hotp/Bank:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank&counter=0';
const PASSWORD = 'correct horse battery';

await sessionForThisFile();
// CommonJS whose types say that it is a module.
const { default: jsQR } = createRequire(import.meta.url)('jsqr') as { default: typeof JsQr };
let folder: string;
let computer: Computer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskfob-otp-'));
  computer = await freshComputer();
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function imported(...links: string[]): Promise<AppCore> {
  const app = await computer.launch();
  await app.ask('import:texts', { texts: links });
  await app.ask('import:confirm', undefined);
  await app.ask('import:cancel', undefined);
  return app;
}

describe('an account of an ordinary site', () => {
  it('comes in by its link, shows its code, and is there after a restart', async () => {
    const app = await imported(LINK);
    const [account] = app.view().otpAccounts;
    expect(account).toMatchObject({ issuer: 'ACME', label: 'anna@example.com', pinned: false });
    const code = app.view().passcodes[account?.id ?? '']?.current;
    expect(code).toMatch(/^\d{6}$/);
    expect(await app.ask('passcodes:copy', { id: account?.id ?? '' })).toMatchObject({ ok: true });
    expect(computer.clipboardText).toBe(code);
    const again = await app.restart();
    expect(again.view().otpAccounts).toMatchObject([{ id: account?.id, issuer: 'ACME' }]);
  });

  it('that was pasted leaves the clipboard once it is here, and what was copied meanwhile stays', async () => {
    computer.clipboardText = `${LINK.slice(0, 30)}\n${LINK.slice(30)} `;
    await imported(LINK);
    await expect.poll(() => computer.clipboardText).toBe('');
    computer.clipboardText = 'a shopping list';
    const app = await imported(COUNTS);
    await app.close();
    expect(computer.clipboardText).toBe('a shopping list');
  });

  it('that was pasted as a picture leaves the clipboard as well, and another picture stays', async () => {
    const app = await computer.launch();
    const take = async (fromClipboard?: boolean): Promise<void> => {
      computer.clipboardPicture = Buffer.from('a picture');
      await app.ask('import:pasted', undefined);
      await app.ask('import:texts', { texts: [LINK], ...(fromClipboard !== undefined && { fromClipboard }) });
    };
    await take(true);
    expect(computer.clipboardPicture).toBeDefined();
    await app.ask('import:confirm', undefined);
    await expect.poll(() => computer.clipboardPicture).toBeUndefined();
    // Scanned from elsewhere, or copied after that: it is not the one with the secret.
    await take();
    await app.ask('import:confirm', undefined);
    // Copied while the person still chose among its codes, or read the preview.
    await app.ask('import:pasted', undefined);
    computer.clipboardPicture = Buffer.from('a holiday');
    await app.ask('import:texts', { texts: [LINK], fromClipboard: true });
    await app.ask('import:confirm', undefined);
    await take(true);
    computer.clipboardPicture = Buffer.from('a holiday');
    await app.ask('import:confirm', undefined);
    await app.close();
    expect(computer.clipboardPicture).toEqual(Buffer.from('a holiday'));
  });

  it('that was pasted and not taken stays where it was copied', async () => {
    computer.clipboardText = LINK;
    const app = await computer.launch();
    await app.ask('import:texts', { texts: [LINK] });
    await app.ask('import:cancel', undefined);
    await app.ask('import:texts', { texts: [COUNTS] });
    await app.ask('import:confirm', undefined);
    await app.close();
    expect(computer.clipboardText).toBe(LINK);
  });

  it('can be renamed, pinned and put into a group, without what nobody sees', async () => {
    const app = await imported(LINK, COUNTS);
    const id = app.view().otpAccounts[1]?.id ?? '';
    await app.ask('otp:edit', { id, issuer: ' My\u202E bank ', group: 'Money', pinned: true });
    expect(app.view().otpAccounts).toMatchObject([
      { id, issuer: 'My bank', label: 'anna', group: 'Money', pinned: true },
      { issuer: 'ACME' },
    ]);
    await app.ask('otp:edit', { id, group: '' });
    expect(app.view().otpAccounts[0]).not.toHaveProperty('group');
    expect(await app.ask('otp:edit', { id: 'nobody', issuer: 'x' })).toEqual({ ok: false, error: 'account-unknown' });
  });

  it('that counts shows a code when it is asked for, and none after the lock', async () => {
    const app = await imported(COUNTS);
    const id = app.view().otpAccounts[0]?.id ?? '';
    expect(app.view().otpAccounts[0]?.counted).toEqual({ code: undefined });
    expect(await app.ask('passcodes:copy', { id })).toEqual({ ok: false, error: 'account-not-active' });
    await app.ask('otp:count', { id });
    expect(app.view().otpAccounts[0]?.counted).toEqual({ code: '755224' });
    await app.ask('pin:set', { pin: '271828' });
    await app.ask('lock:now', undefined);
    expect(app.view()).toMatchObject({ otpAccounts: [], importing: { step: 'none' }, removedOtp: 0 });
    expect(await app.ask('otp:count', { id })).toEqual({ ok: false, error: 'app-locked' });
    await app.ask('lock:open', { pin: '271828' });
    expect(app.view().otpAccounts[0]?.counted).toEqual({ code: undefined });
  });

  it('is removed at once and brought back for a while', async () => {
    const app = await imported(LINK, COUNTS);
    const [first] = app.view().otpAccounts;
    await app.ask('otp:remove', { ids: [first?.id ?? ''] });
    expect(app.view()).toMatchObject({ otpAccounts: [{ issuer: 'Bank' }], removedOtp: 1 });
    await app.ask('otp:undo', undefined);
    expect(app.view()).toMatchObject({ otpAccounts: [{ issuer: 'ACME' }, { issuer: 'Bank' }], removedOtp: 0 });
  });

  it('leaves its secret in no file', async () => {
    const app = await imported(LINK);
    await app.close();
    const entries = await readdir(computer.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect(await readFile(file, 'latin1')).not.toContain(SECRET);
  });
});

/** What another app reads from the code on the screen. */
function readRows(rows: readonly string[]): string {
  const dot = 6;
  const large = rows.flatMap((row) => Array<string>(dot).fill(Array.from(row, (each) => each.repeat(dot)).join('')));
  const pixels = Uint8ClampedArray.from(large.join(''), (each) => (each === '1' ? 0 : 255));
  const rgba = Uint8ClampedArray.from({ length: pixels.length * 4 }, (_, at) => pixels[at >> 2] ?? 0);
  return jsQR(rgba, rows.length * dot, rows.length * dot)?.data ?? '';
}

describe('the code of an account, for another app', () => {
  it('is shown to who is verified, and to nobody else', async () => {
    const app = await imported(LINK);
    const id = app.view().otpAccounts[0]?.id ?? '';
    computer.says = false;
    expect(await app.ask('otp:code', { id })).toEqual({ ok: false, error: 'user-verification-refused' });
    computer.says = true;
    await app.ask('pin:set', { pin: '271828' });
    expect(await app.ask('otp:code', { id })).toEqual({ ok: false, error: 'pin-required' });
    expect(await app.ask('otp:code', { id, pin: '314159' })).toEqual({ ok: false, error: 'pin-wrong' });
    const shown = await app.ask('otp:code', { id, pin: '271828' });
    if (!shown.ok) throw new Error(shown.error);
    expect(readOtpauthUri(readRows(shown.value.rows))).toMatchObject({
      account: { issuer: 'ACME', label: 'anna@example.com', otp: { secret: SECRET } },
    });
    expect(await app.ask('otp:code', { id: 'nobody', pin: '271828' })).toEqual({ ok: false, error: 'account-unknown' });
  });
});

describe('a scanned code', () => {
  it('of a pairing opens the pairing', async () => {
    const app = await computer.launch();
    const link = `deskfob://pair?issuer=${encodeURIComponent('https://verify.example.com')}&key=${'A'.repeat(26)}`;
    expect(await app.ask('import:texts', { texts: ['https://example.com', link] })).toMatchObject({ ok: true });
    expect(app.view().pairing).toMatchObject({ step: 'confirm', host: 'verify.example.com' });
  });

  it('of one organisation counts once, and several make a list', async () => {
    const app = await computer.launch();
    const linkTo = (host: string): string => `deskfob://pair?issuer=${encodeURIComponent(`https://${host}`)}&key=${'A'.repeat(26)}`;
    const [one, other] = [linkTo('a.example.com'), linkTo('b.example.com')];
    await app.ask('import:texts', { texts: [one, other] });
    expect(app.view().pairingList).toMatchObject({ step: 'review', hosts: [{ host: 'a.example.com' }, { host: 'b.example.com' }] });
    expect(app.view().pairing).toEqual({ step: 'none' });
    await app.ask('pairings:close', undefined);
    expect(await app.ask('import:texts', { texts: [one, ` ${one}\n`] })).toMatchObject({ ok: true });
    expect(app.view().pairing).toMatchObject({ step: 'confirm', host: 'a.example.com' });
    await app.ask('pairing:cancel', undefined);
  });

  it('of anything else is said to be none', async () => {
    const app = await computer.launch();
    expect(await app.ask('import:texts', { texts: ['https://example.com'] })).toEqual({ ok: false, error: 'code-unknown' });
  });
});

describe('a file with some of the accounts', () => {
  it('holds those that are chosen, in the order they are shown in, and asks as for all of them', async () => {
    const app = await imported(LINK, COUNTS, 'otpauth://totp/Shop:anna?secret=GEZDGNBVGY3TQOJR&issuer=Shop');
    const [acme, , shop] = app.view().otpAccounts.map(({ id }) => id);
    await app.ask('accounts:move', { ids: [shop ?? ''], target: acme ?? '', position: 'before' });
    computer.exportFile = join(folder, 'some.txt');
    const ids = [acme ?? '', shop ?? '', 'nobody'];
    computer.says = false;
    expect(await app.ask('otp:export', { kind: 'otpauth', ids })).toEqual({ ok: false, error: 'user-verification-refused' });
    computer.says = true;
    expect(await app.ask('otp:export', { kind: 'otpauth', ids })).toEqual({ ok: true, value: { written: 2 } });
    const issuers = (await readFile(computer.exportFile, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => new URL(line).searchParams.get('issuer'));
    expect(issuers).toEqual(['Shop', 'ACME']);
  });
});

describe('a backup', () => {
  it('is written after the person was asked, and restored on another computer by its password', async () => {
    const app = await imported(LINK, COUNTS);
    await app.ask('otp:count', { id: app.view().otpAccounts[1]?.id ?? '' });
    computer.exportFile = join(folder, 'backup.json');
    expect(await app.ask('otp:export', { kind: 'backup', password: PASSWORD })).toEqual({ ok: true, value: { written: 2 } });
    expect(computer.questions).toHaveLength(1);
    const bytes = await readFile(computer.exportFile);
    expect(bytes.toString('latin1')).not.toMatch(new RegExp(`${SECRET}|ACME|anna`));

    const other = await (await freshComputer()).launch();
    await other.ask('import:file', { bytes });
    expect(other.view().importing).toEqual({ step: 'password', format: 'deskfob-backup', wrong: false });
    await other.ask('import:password', { password: 'not this one' });
    expect(other.view().importing).toMatchObject({ step: 'password', wrong: true });
    await other.ask('import:password', { password: PASSWORD });
    expect(other.view().importing).toMatchObject({ step: 'preview', counts: { new: 2, duplicate: 0, problem: 0 } });
    await other.ask('import:confirm', undefined);
    const names = ({ issuer, label }: { issuer: string; label: string }) => ({ issuer, label });
    expect(other.view().otpAccounts.map(names)).toEqual(app.view().otpAccounts.map(names));
    // The counter goes on where it was.
    await other.ask('otp:count', { id: other.view().otpAccounts[1]?.id ?? '' });
    expect(other.view().otpAccounts[1]?.counted).toEqual({ code: '287082' });
  });

  it.each(['otpauth', 'aegis'] as const)('as %s comes back as it was', async (kind) => {
    const app = await imported(LINK, COUNTS);
    computer.exportFile = join(folder, kind);
    expect(await app.ask('otp:export', { kind })).toMatchObject({ ok: true, value: { written: 2 } });
    await app.ask('import:file', { bytes: await readFile(computer.exportFile) });
    expect(app.view().importing).toMatchObject({ step: 'preview', counts: { new: 0, duplicate: 2, problem: 0 } });
  });

  it('is not written with a short password, nor when the person says no, nor without their PIN', async () => {
    const app = await imported(LINK);
    computer.exportFile = join(folder, 'backup.json');
    expect(await app.ask('otp:export', { kind: 'backup', password: 'short' })).toEqual({ ok: false, error: 'password-short' });
    computer.says = false;
    expect(await app.ask('otp:export', { kind: 'aegis' })).toEqual({ ok: false, error: 'user-verification-refused' });
    computer.says = true;
    await app.ask('pin:set', { pin: '271828' });
    expect(await app.ask('otp:export', { kind: 'otpauth' })).toEqual({ ok: false, error: 'pin-required' });
    expect(await app.ask('otp:export', { kind: 'otpauth', pin: '314159' })).toEqual({ ok: false, error: 'pin-wrong' });
    await expect(readFile(computer.exportFile)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await app.ask('otp:export', { kind: 'otpauth', pin: '271828' })).toMatchObject({ ok: true });
  });
});
