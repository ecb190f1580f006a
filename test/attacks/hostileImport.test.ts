import { randomBytes } from 'node:crypto';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { afterAll, describe } from 'vitest';
import { MOST_IMPORT_BYTES } from '../../src/bridge/importing.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { attack } from './attack.ts';

await sessionForThisFile();
const app = await (await freshComputer({ later: afterAll })).launch();

/** Far longer than the app needs for any of these files, on any computer: an attacker wants minutes. */
const PATIENCE_MS = 60_000;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const aegis = (entries: unknown): string =>
  JSON.stringify({ version: 1, header: { slots: null, params: null }, db: { version: 3, entries, groups: [] } });
const link = (name: string, more = ''): string => `otpauth://totp/${name}?secret=JBSWY3DPEHPK3PXP${more}`;

/** Succeeded: the app took something over by itself, said nothing, took far too long, or works no more. */
async function imports(bytes: Uint8Array, password?: string): Promise<boolean> {
  const startMs = performance.now();
  await app.ask('import:file', { bytes });
  if (password !== undefined && app.view().importing.step === 'password') await app.ask('import:password', { password });
  const { importing, otpAccounts } = app.view();
  const isAnswered = importing.step === 'failed' || importing.step === 'preview' || importing.step === 'password';
  await app.ask('import:cancel', undefined);
  return otpAccounts.length > 0 || !isAnswered || performance.now() - startMs > PATIENCE_MS || !(await works());
}

/** An honest file is still read. */
async function works(): Promise<boolean> {
  await app.ask('import:file', { bytes: bytesOf(link('honest')) });
  const { importing } = app.view();
  await app.ask('import:cancel', undefined);
  return importing.step === 'preview' && importing.counts.new === 1;
}

async function zipOf(size: number): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  await writer.add('raivo-otp-export.json', new TextReader('0'.repeat(size)), { password: 'x' });
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

describe('a file to import', () => {
  attack('hostile file', 'of one byte more than any has', async () => await imports(new Uint8Array(MOST_IMPORT_BYTES + 1)));

  attack('hostile file', 'with a million arrays inside one another', async () => {
    const deep = '['.repeat(1_000_000);
    const files = [deep, `${deep}${']'.repeat(1_000_000)}`, aegis(0).replace('"entries":0', `"entries":${deep}`)];
    let successes = 0;
    for (const file of files) if (await imports(bytesOf(file))) successes += 1;
    return { attempts: files.length, successes };
  });

  attack('hostile file', 'that is a zip bomb', async () => await imports(await zipOf(200_000_000), 'x'));

  attack('hostile file', 'that names a billion entities', async () => {
    const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('');
    const entry = '<Entry><String><Key>otp</Key><Value>&e9;</Value></String></Entry>';
    const body = `<KeePassFile><Root><Group><Name>x</Name>${entry}</Group></Root></KeePassFile>`;
    return await imports(bytesOf(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">${entities}]>${body}`));
  });

  attack('hostile file', 'whose password would take a year and all memory', async () => {
    const slot = {
      type: 1,
      uuid: 'a',
      key: '00'.repeat(32),
      key_params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) },
      salt: '00'.repeat(32),
    };
    const costly = [
      { version: 1, header: { slots: [{ ...slot, n: 2 ** 40, r: 8, p: 1 }], params: slot.key_params }, db: 'AAAA' },
      {
        version: 1,
        kdfParams: { memLimit: 2 ** 40, opsLimit: 2 ** 30, salt: 'A'.repeat(22) + '==' },
        encryptedData: 'AAAA',
        encryptionNonce: 'AAAA',
      },
      {
        format: 'deskfob-backup',
        version: 1,
        kdf: { name: 'argon2id', memoryKiB: 2 ** 31, passes: 2 ** 20, lanes: 1, salt: 'A'.repeat(22) + '==' },
        cipher: { name: 'aes-256-gcm', nonce: 'A'.repeat(16) },
        content: 'AAAA',
      },
    ];
    let successes = 0;
    for (const file of costly) if (await imports(bytesOf(JSON.stringify(file)), 'x')) successes += 1;
    return { attempts: costly.length, successes };
  });

  attack('hostile file', 'with names that hide what they are, or are a page', async () => {
    const names = [
      'evil\u202Egnp.exe',
      '<script>alert(1)</script>',
      '\u0000\u0007',
      '\u200Bempty\u2066',
      'A'.repeat(1_000_000),
      '__proto__',
    ];
    await app.ask('import:file', { bytes: bytesOf(names.map((name) => link(encodeURIComponent(name))).join('\n')) });
    const listed = await app.ask('import:entries', undefined);
    await app.ask('import:cancel', undefined);
    const shown = listed.ok ? listed.value : [];
    const bad = shown.filter(({ name }) => /[\p{Cc}\p{Cf}]/u.test(name) || name.length > 500);
    return { attempts: names.length, successes: shown.length === names.length ? bad.length : names.length };
  });

  attack('hostile file', 'that is cut or altered anywhere', async () => {
    const good = bytesOf(
      aegis([{ type: 'totp', name: 'a', issuer: 'b', info: { secret: 'JBSWY3DPEHPK3PXP', algo: 'SHA1', digits: 6, period: 30 } }]),
    );
    let successes = 0;
    const attempts = 120;
    for (let turn = 0; turn < attempts; turn += 1) {
      const [at = 0, bit = 0] = randomBytes(2);
      const altered = Uint8Array.from(turn % 2 === 0 ? good.subarray(0, at % good.length) : good);
      const place = (at * 7) % Math.max(altered.length, 1);
      if (turn % 2 === 1) altered[place] = (altered[place] ?? 0) ^ (1 << (bit % 8));
      if (await imports(altered)) successes += 1;
    }
    return { attempts, successes };
  });

  attack('hostile file', 'of more entries than anybody has', async () => {
    return await imports(bytesOf(Array.from({ length: 10_001 }, (_, n) => link(`a${n}`)).join('\n')));
  });
});
