import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OtpParameters } from '../../../../../src/main/otp/otpParameters.ts';
import { exportAegis } from '../../../../../src/main/transfer/exports/aegisExport.ts';
import type { ExportedAccount } from '../../../../../src/main/transfer/exports/ExportedAccount.ts';
import { aegis } from '../../../../../src/main/transfer/formats/aegis.ts';
import { cleanName } from '../../../../../src/main/transfer/cleanName.ts';
import { secretOfBytes } from '../../../../../src/main/transfer/canonicalSecret.ts';
import { nameOf } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';

const secret = 'GEZDGNBVGY3TQOJQ';
const totp: OtpParameters = { type: 'totp', secret, algorithm: 'SHA256', digits: 8, period: 60 };

/** 1, 2, 3… in the spelling of a UUID. */
function counted(): () => string {
  let made = 0;
  return () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
}
const exported = (...accounts: ExportedAccount[]): unknown => JSON.parse(exportAegis(accounts, counted()));
const id = (number: number): string => `00000000-0000-4000-8000-00000000000${String(number)}`;

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
/** What Aegis' form can hold: no tags without a group, and no name twice among them. */
const account: fc.Arbitrary<ExportedAccount> = fc
  .record({ issuer: name, label: name, otp, groups: fc.uniqueArray(group, { maxLength: 4 }), isPinned: fc.boolean() })
  .map(({ issuer, label, otp: parameters, groups: [first, ...tags], isPinned }) => ({
    issuer,
    label,
    otp: parameters,
    ...(first !== undefined && { group: first }),
    ...(tags.length > 0 && { tags }),
    ...(isPinned && { isPinned: true }),
  }));

describe('accounts as an Aegis vault', () => {
  it('have every member that Aegis asks for', () => {
    expect(exported({ issuer: 'ACME', label: 'anna', otp: totp, isPinned: true })).toEqual({
      version: 1,
      header: { slots: null, params: null },
      db: {
        version: 3,
        entries: [
          {
            type: 'totp',
            uuid: id(1),
            name: 'anna',
            issuer: 'ACME',
            note: '',
            favorite: true,
            icon: null,
            info: { secret, algo: 'SHA256', digits: 8, period: 60 },
            groups: [],
          },
        ],
        groups: [],
      },
    });
  });

  it('carry the counter of a counting token, and no period', () => {
    expect(exported({ issuer: '', label: '', otp: { type: 'hotp', secret, algorithm: 'SHA1', digits: 6, counter: 9 } })).toMatchObject({
      db: { entries: [{ type: 'hotp', info: { secret, algo: 'SHA1', digits: 6, counter: 9 } }] },
    });
  });

  it("carry Steam's own numbers", () => {
    expect(exported({ issuer: 'Steam', label: 'anna', otp: { type: 'steam', secret } })).toMatchObject({
      db: { entries: [{ type: 'steam', info: { secret, algo: 'SHA1', digits: 5, period: 30 } }] },
    });
  });

  it('name each group once, the group of an account before its tags', () => {
    const first = { issuer: 'A', label: '', otp: totp, group: 'Work', tags: ['blue', 'Work', 'old'] };
    const second = { issuer: 'B', label: '', otp: totp, group: 'blue', tags: ['Work'] };
    expect(exported(first, second)).toMatchObject({
      db: {
        groups: [
          { uuid: id(2), name: 'Work' },
          { uuid: id(3), name: 'blue' },
          { uuid: id(4), name: 'old' },
        ],
        entries: [{ groups: [id(2), id(3), id(4)] }, { groups: [id(3), id(2)] }],
      },
    });
  });

  it('come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(account, { maxLength: 8 }), async (accounts) => {
        const file = ImportFile.ofText(exportAegis(accounts, randomUUID));
        expect(aegis.matches(file)).toBe(true);
        expect(aegis.isSealed(file)).toBe(false);
        const expected = accounts.map((one) => ({ name: nameOf(one.issuer, one.label), account: one }));
        expect(await aegis.read(file, undefined)).toEqual(expected);
      }),
    );
  });

  it('come back with the first tag as their group where they had none', async () => {
    const file = ImportFile.ofText(exportAegis([{ issuer: 'A', label: '', otp: totp, tags: ['blue', 'old'] }], randomUUID));
    expect(await aegis.read(file, undefined)).toEqual([
      { name: 'A', account: { issuer: 'A', label: '', otp: totp, group: 'blue', tags: ['old'] } },
    ]);
  });
});
