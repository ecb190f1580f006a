import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyIdOf } from '../../../../src/main/vault/dataKey.ts';
import { readSealedHeader, Sealer } from '../../../../src/main/vault/sealing.ts';
import { type RecordType, recordTypes } from '../../../../src/main/vault/Vault.ts';
import { expectCode } from './openVault.ts';

const key = randomBytes(32);
const sealer = await Sealer.create('vault', keyIdOf(key), key);
const types = fc.constantFrom<RecordType>(...recordTypes);
const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

describe('sealing', () => {
  it('opens to the same bytes in the same place', async () => {
    await fc.assert(
      fc.asyncProperty(
        types,
        ids,
        fc.integer({ min: 1, max: 1000 }),
        fc.uint8Array({ maxLength: 500 }),
        async (type, recordId, format, bytes) => {
          const jwe = await sealer.seal(type, recordId, format, bytes);
          const opened = await sealer.open(type, recordId, jwe);
          expect(opened.format).toBe(format);
          expect(Buffer.from(opened.plaintext).equals(Buffer.from(bytes))).toBe(true);
        },
      ),
    );
  });

  it('notices any one changed, removed or added byte', async () => {
    const change = fc.record({ length: fc.integer({ min: 0, max: 20 }), at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, fc.constantFrom('change', 'remove', 'add'), async ({ length, at, byte }, how) => {
        const jwe = Buffer.from(await sealer.seal('account', 'r1', 1, randomBytes(length)));
        const place = at % jwe.length;
        const middle = how === 'remove' ? [] : how === 'change' ? [byte] : [byte, jwe[place] ?? 0];
        const damaged = Buffer.concat([jwe.subarray(0, place), Buffer.from(middle), jwe.subarray(place + 1)]);
        if (damaged.equals(jwe)) return;
        await expectCode(sealer.open('account', 'r1', damaged.toString('utf8')), 'vault-corrupt', 'r1');
      }),
      { numRuns: 2000 },
    );
  });

  it('notices every other spelling of the last character of each part', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=';
    for (const length of [0, 1, 2, 3]) {
      const parts = (await sealer.seal('account', 'r1', 1, randomBytes(length))).split('.');
      for (const [index, part] of parts.entries()) {
        for (const last of part === '' ? '' : alphabet) {
          if (last === part.at(-1)) continue;
          const changed = parts.with(index, part.slice(0, -1) + last).join('.');
          await expect(sealer.open('account', 'r1', changed)).rejects.toMatchObject({ code: 'vault-corrupt' });
        }
      }
    }
  });

  it('opens in no other place, under no other vault and with no other key', async () => {
    const jwe = await sealer.seal('account', 'r1', 1, Buffer.from('{}'));
    await expectCode(sealer.open('account', 'r2', jwe), 'vault-corrupt');
    await expectCode(sealer.open('verifier', 'r1', jwe), 'vault-corrupt');
    await expectCode((await Sealer.create('other', keyIdOf(key), key)).open('account', 'r1', jwe), 'vault-corrupt');
    await expectCode((await Sealer.create('vault', keyIdOf(key), randomBytes(32))).open('account', 'r1', jwe), 'vault-corrupt');
  });

  it('accepts no header but its own', async () => {
    const jwe = await sealer.seal('account', 'r1', 1, Buffer.from('{}'));
    const header = readSealedHeader(jwe);
    expect(header).toBeDefined();
    for (const changed of [
      { ...header, zip: 'DEF' },
      { ...header, crit: ['x'], x: 1 },
      { ...header, enc: 'A128GCM' },
      { ...header, format: 0 },
      { ...header, type: 'seed' },
      [],
    ]) {
      const forged = [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...jwe.split('.').slice(1)].join('.');
      expect(readSealedHeader(forged)).toBeUndefined();
      await expectCode(sealer.open('account', 'r1', forged), 'vault-corrupt');
    }
  });

  it('never crashes on arbitrary text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `${text}....`),
        ),
        (text) => {
          expect(readSealedHeader(text)).toBeUndefined();
        },
      ),
    );
  });
});
