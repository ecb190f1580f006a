import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { keyIdOf } from '../../../../src/main/vault/dataKey.ts';
import { readSealedHeader, Sealer } from '../../../../src/main/vault/sealing.ts';
import { type RecordType, recordTypes } from '../../../../src/main/vault/Vault.ts';
import { expectCode } from './openVault.ts';

const key = randomBytes(32);
const sealer = new Sealer('vault', keyIdOf(key), key);
/** As the vault opens it: what is thrown becomes a rejection. */
const opening = async (type: RecordType, recordId: string, jwe: string, by = sealer) => by.open(type, recordId, jwe);
const types = fc.constantFrom<RecordType>(...recordTypes);
const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

describe('sealing', () => {
  it('opens to the same bytes in the same place', () => {
    fc.assert(
      fc.property(types, ids, fc.integer({ min: 1, max: 1000 }), fc.uint8Array({ maxLength: 500 }), (type, recordId, format, bytes) => {
        const jwe = sealer.seal(type, recordId, format, bytes);
        const opened = sealer.open(type, recordId, jwe);
        expect(opened.format).toBe(format);
        expect(Buffer.from(opened.plaintext).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  it('is a JWE that any JOSE library opens', async () => {
    const { plaintext, protectedHeader } = await compactDecrypt(sealer.seal('account', 'r1', 1, Buffer.from('{"a":1}')), key);
    expect(Buffer.from(plaintext).toString()).toBe('{"a":1}');
    expect(protectedHeader).toMatchObject({ alg: 'dir', enc: 'A256GCM' });
  });

  it('opens no shorter tag, and no other nonce', async () => {
    const parts = sealer.seal('account', 'r1', 1, Buffer.from('{}')).split('.');
    for (const [index, bytes] of [
      [4, 12],
      [4, 4],
      [4, 0],
      [2, 8],
      [2, 0],
    ] as const) {
      const short = Buffer.from(parts[index] ?? '', 'base64url')
        .subarray(0, bytes)
        .toString('base64url');
      await expectCode(opening('account', 'r1', parts.with(index, short).join('.')), 'vault-corrupt', 'r1');
    }
  });

  it('notices any one changed, removed or added byte', async () => {
    const change = fc.record({ length: fc.integer({ min: 0, max: 20 }), at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, fc.constantFrom('change', 'remove', 'add'), async ({ length, at, byte }, how) => {
        const jwe = Buffer.from(sealer.seal('account', 'r1', 1, randomBytes(length)));
        const place = at % jwe.length;
        const middle = how === 'remove' ? [] : how === 'change' ? [byte] : [byte, jwe[place] ?? 0];
        const damaged = Buffer.concat([jwe.subarray(0, place), Buffer.from(middle), jwe.subarray(place + 1)]);
        if (damaged.equals(jwe)) return;
        await expectCode(opening('account', 'r1', damaged.toString('utf8')), 'vault-corrupt', 'r1');
      }),
      { numRuns: 2000 },
    );
  });

  it('notices every other spelling of the last character of each part', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=';
    for (const length of [0, 1, 2, 3]) {
      const parts = sealer.seal('account', 'r1', 1, randomBytes(length)).split('.');
      for (const [index, part] of parts.entries()) {
        for (const last of part === '' ? '' : alphabet) {
          if (last === part.at(-1)) continue;
          const changed = parts.with(index, part.slice(0, -1) + last).join('.');
          await expect(opening('account', 'r1', changed)).rejects.toMatchObject({ code: 'vault-corrupt' });
        }
      }
    }
  });

  it('opens in no other place, under no other vault and with no other key', async () => {
    const jwe = sealer.seal('account', 'r1', 1, Buffer.from('{}'));
    await expectCode(opening('account', 'r2', jwe), 'vault-corrupt');
    await expectCode(opening('verifier', 'r1', jwe), 'vault-corrupt');
    await expectCode(opening('account', 'r1', jwe, new Sealer('other', keyIdOf(key), key)), 'vault-corrupt');
    await expectCode(opening('account', 'r1', jwe, new Sealer('vault', keyIdOf(key), randomBytes(32))), 'vault-corrupt');
  });

  it('accepts no header but its own', async () => {
    const jwe = sealer.seal('account', 'r1', 1, Buffer.from('{}'));
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
      await expectCode(opening('account', 'r1', forged), 'vault-corrupt');
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
