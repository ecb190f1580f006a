import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName } from '../../../../src/main/transfer/cleanName.ts';
import type { ImportedAccount, ImportedEntry } from '../../../../src/main/transfer/ImportedEntry.ts';
import { isOtpauthUri, otpauthUriOf, readOtpauthUri, splitLabel } from '../../../../src/main/transfer/otpauthUri.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';

function accountOf(uri: string): ImportedAccount {
  const entry = readOtpauthUri(uri);
  if ('problem' in entry) throw new Error(entry.problem);
  return entry.account;
}
function problemOf(uri: string): ImportedEntry {
  const entry = readOtpauthUri(uri);
  if ('account' in entry) throw new Error('it was read');
  return entry;
}
/** Issuer and label of a label and an issuer parameter. */
function names(label: string, more = ''): [string, string] {
  const { issuer, label: account } = accountOf(`otpauth://totp/${label}?secret=${SECRET}${more}`);
  return [issuer, account];
}

describe('an account link', () => {
  it('is read in full', () => {
    expect(
      readOtpauthUri(`otpauth://totp/ACME%20Co:anna@example.com?secret=${SECRET}&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60`),
    ).toEqual({
      name: 'ACME Co – anna@example.com',
      account: {
        issuer: 'ACME Co',
        label: 'anna@example.com',
        otp: { type: 'totp', secret: SECRET, algorithm: 'SHA256', digits: 8, period: 60 },
      },
    });
  });

  it('takes the defaults where it says nothing, or nothing behind the sign', () => {
    const plain = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 };
    expect(accountOf(`otpauth://totp/anna?secret=${SECRET}`).otp).toEqual(plain);
    expect(accountOf(`otpauth://totp/anna?secret=${SECRET}&algorithm=&digits=&period=&counter=`).otp).toEqual(plain);
    expect(accountOf(`otpauth://hotp/anna?secret=${SECRET}`).otp).toEqual({
      type: 'hotp',
      secret: SECRET,
      algorithm: 'SHA1',
      digits: 6,
      counter: 0,
    });
  });

  it('is recognised in any case and between blanks, and nothing else is', () => {
    expect(isOtpauthUri('otpauth://totp/a?secret=b')).toBe(true);
    expect(isOtpauthUri(' \r\nOTPAuth://x')).toBe(true);
    expect(isOtpauthUri('otpauth-migration://offline?data=x')).toBe(false);
    expect(isOtpauthUri('see otpauth://totp/a')).toBe(false);
    expect(isOtpauthUri('otpauth:totp')).toBe(false);
    expect(readOtpauthUri('https://example.com')).toEqual({ name: '', problem: 'unreadable' });
    expect(readOtpauthUri('')).toEqual({ name: '', problem: 'unreadable' });
  });

  it('has its scheme, type and parameter names in any case', () => {
    expect(accountOf(`OTPAUTH://TOTP/ACME:anna?SECRET=${SECRET}&Issuer=ACME&DIGITS=7&Algorithm=sha512`)).toEqual({
      issuer: 'ACME',
      label: 'anna',
      otp: { type: 'totp', secret: SECRET, algorithm: 'SHA512', digits: 7, period: 30 },
    });
  });

  it('counts the first parameter of a name', () => {
    const { issuer, otp } = accountOf(`otpauth://totp/anna?secret=${SECRET}&SECRET=MFRGGZDF&issuer=A&issuer=B&digits=8&digits=6`);
    expect(issuer).toBe('A');
    expect(otp).toMatchObject({ secret: SECRET, digits: 8 });
  });
});

describe('the names in a link', () => {
  it('come from the label and the parameter', () => {
    expect(names('anna')).toEqual(['', 'anna']);
    expect(names('anna', '&issuer=ACME')).toEqual(['ACME', 'anna']);
    expect(names('ACME:anna')).toEqual(['ACME', 'anna']);
    expect(names('ACME%3Aanna')).toEqual(['ACME', 'anna']);
    expect(names('ACME:%20anna')).toEqual(['ACME', 'anna']);
    expect(names('ACME:anna', '&issuer=')).toEqual(['ACME', 'anna']);
    expect(names('ACME:anna', '&issuer=%E2%80%8B')).toEqual(['ACME', 'anna']);
    expect(names(':anna')).toEqual(['', 'anna']);
    expect(names('', '&issuer=ACME')).toEqual(['ACME', '']);
    expect(names('')).toEqual(['', '']);
  });

  it('are told apart by the parameter when it differs from the label', () => {
    expect(names('ACME:anna', '&issuer=ACME')).toEqual(['ACME', 'anna']);
    expect(names('acme%3A%20anna', '&issuer=ACME')).toEqual(['ACME', 'anna']);
    expect(names('Slack:anna', '&issuer=ACME')).toEqual(['ACME', 'Slack:anna']);
    expect(names('ACME', '&issuer=ACME')).toEqual(['ACME', 'ACME']);
    expect(names('ACMEanna:x', '&issuer=ACME')).toEqual(['ACME', 'ACMEanna:x']);
    expect(names('A:B:anna:c', '&issuer=A:B')).toEqual(['A:B', 'anna:c']);
  });

  it('are separated by a written colon before an encoded one', () => {
    expect(names('A%3AB:anna')).toEqual(['A:B', 'anna']);
    expect(names('ACME:anna%3Ax')).toEqual(['ACME', 'anna:x']);
  });

  it('keep their plus signs, and blanks are written %20 or bare', () => {
    expect(names('anna+work@example.com', '&issuer=C%2B%2B')).toEqual(['C++', 'anna+work@example.com']);
    expect(names('anna', '&issuer=A+B')).toEqual(['A+B', 'anna']);
    expect(names('ACME Co:anna berg', '&issuer=ACME Co')).toEqual(['ACME Co', 'anna berg']);
  });

  it('have blanks for plus signs where the label or the whole link says so', () => {
    expect(names('Mongo%20Atlas:anna+x', '&issuer=Mongo+Atlas')).toEqual(['Mongo Atlas', 'anna+x']);
    expect(names('anna', '&issuer=ACME+Co&codeDisplay=%7B%7D')).toEqual(['ACME Co', 'anna']);
  });

  it('survive broken escapes, which stay as they are', () => {
    expect(names('100%zz%', '&issuer=%E4%C3%BC')).toEqual(['%E4%C3%BC', '100%zz%']);
    expect(names('%C3%BC%zz%41')).toEqual(['', 'ü%zzA']);
  });

  it('are of any script, and are cleaned', () => {
    expect(names('%E4%BD%A0%E5%A5%BD:анна', '&issuer=你好')).toEqual(['你好', 'анна']);
    expect(names('A%E2%80%AEB%00:anna%0A')).toEqual(['A B', 'anna']);
  });

  it('may hold slashes, number signs and at signs as they are', () => {
    expect(names('ACME/EU:a/b#444')).toEqual(['ACME/EU', 'a/b#444']);
    expect(names('anna', '&issuer=R#D')).toEqual(['R#D', 'anna']);
  });

  it('are found without a slash before the label, and without a label', () => {
    for (const head of ['totp', 'totp/', 'TOTP', 'totp%2F'])
      expect(accountOf(`otpauth://${head}?secret=${SECRET}`)).toMatchObject({ label: '', issuer: '' });
    expect(accountOf(`otpauth://totpACME:anna?secret=${SECRET}`)).toMatchObject({ issuer: 'ACME', label: 'anna' });
    expect(accountOf(`otpauth://hotp%2Fanna?secret=${SECRET}&counter=3`)).toMatchObject({ label: 'anna', otp: { counter: 3 } });
  });

  it('are split for other formats too', () => {
    expect(splitLabel('', 'ACME:anna')).toEqual({ issuer: 'ACME', label: 'anna' });
    expect(splitLabel('ACME', 'ACME:anna')).toEqual({ issuer: 'ACME', label: 'anna' });
    expect(splitLabel('ACME', 'anna')).toEqual({ issuer: 'ACME', label: 'anna' });
  });
});

describe('the secret in a link', () => {
  it('is read in groups, small letters and with padding', () => {
    for (const secret of ['jbsw y3dp ehpk 3pxp', 'JBSW-Y3DP-EHPK-3PXP', 'jbsw%20y3dp%20ehpk%203pxp', `${SECRET}======`, `${SECRET}%3D%3D`])
      expect(accountOf(`otpauth://totp/anna?secret=${secret}`).otp.secret).toBe(SECRET);
  });

  it('makes a named problem when it is missing, wrong or absurdly long', () => {
    expect(problemOf('otpauth://totp/ACME:anna')).toEqual({ name: 'ACME – anna', problem: 'secret-missing' });
    expect(problemOf('otpauth://totp/ACME:anna?secret=')).toEqual({ name: 'ACME – anna', problem: 'secret-missing' });
    expect(problemOf('otpauth://totp/anna?secret')).toEqual({ name: 'anna', problem: 'secret-missing' });
    for (const secret of ['JBSWY3D1', '%zz', 'A'.repeat(2_000), `${'='.repeat(90_000)}A`, `${'AB'.repeat(408)}${' '.repeat(5_000)}`])
      expect(problemOf(`otpauth://totp/anna?secret=${secret}&digits=6`), secret.slice(0, 20)).toEqual({
        name: 'anna',
        problem: 'secret-invalid',
      });
  });
});

describe('what can not be computed', () => {
  it('is named and keeps its reason', () => {
    const of = (head: string, more: string): ImportedEntry => problemOf(`otpauth://${head}/ACME:anna?secret=${SECRET}&${more}`);
    const name = 'ACME – anna';
    expect(of('yubi', '')).toEqual({ name, problem: 'type-unsupported' });
    expect(of('yaotp', 'pin=1234')).toEqual({ name, problem: 'type-unsupported' });
    expect(of('totp2', '')).toEqual({ name, problem: 'type-unsupported' });
    expect(of('', '')).toEqual({ name, problem: 'type-unsupported' });
    expect(of('totp', 'algorithm=MD5')).toEqual({ name, problem: 'algorithm-unsupported' });
    for (const digits of ['5', '9', '06x', '-6', '6.5'])
      expect(of('totp', `digits=${digits}`)).toEqual({ name, problem: 'digits-unsupported' });
    for (const period of ['0', '86401', '30s', '-30'])
      expect(of('totp', `period=${period}`)).toEqual({ name, problem: 'period-unsupported' });
    for (const counter of ['-1', '1e3', '9'.repeat(30), '9007199254740992'])
      expect(of('hotp', `counter=${counter}`)).toEqual({ name, problem: 'counter-unsupported' });
  });

  it('does not reach to what is only unusual', () => {
    for (const digits of [6, 7, 8]) expect(accountOf(`otpauth://totp/a?secret=${SECRET}&digits=${digits}`).otp).toMatchObject({ digits });
    expect(accountOf(`otpauth://hotp/a?secret=${SECRET}&counter=9007199254740991`).otp).toMatchObject({ counter: Number.MAX_SAFE_INTEGER });
    expect(accountOf(`otpauth://hotp/a?secret=${SECRET}&counter=0`).otp).toMatchObject({ counter: 0 });
    expect(accountOf(`otpauth://totp/a?secret=${SECRET}&counter=${'9'.repeat(30)}`).otp).toMatchObject({ type: 'totp' });
    for (const algorithm of ['HmacSHA256', 'HMAC-SHA-256', 'sha256', 'SHA-256', 'Algorithm.sha256'])
      expect(accountOf(`otpauth://totp/a?secret=${SECRET}&algorithm=${algorithm}`).otp).toMatchObject({ algorithm: 'SHA256' });
    expect(accountOf(`otpauth://totp/a?secret=${SECRET}&algorithm=HmacSHA1`).otp).toMatchObject({ algorithm: 'SHA1' });
  });
});

describe("Steam's codes", () => {
  it('are known in every spelling', () => {
    for (const uri of [
      `otpauth://steam/Steam:anna?secret=${SECRET}&issuer=Steam&period=30&digits=5&algorithm=SHA1`,
      `otpauth://totp/Steam:anna?secret=${SECRET}&period=30&digits=5&issuer=Steam&encoder=steam`,
      `otpauth://totp/Steam:anna?secret=${SECRET}&ENCODER=Steam&digits=6`,
      `otpauth://totp/Steam:anna?secret=${SECRET}&issuer=Steam&steam`,
      `otpauth://totp/Steam:anna?secret=${SECRET}`,
      `otpauth://totp/Steam:anna?secret=${SECRET}&digits=5`,
    ])
      expect(accountOf(uri), uri).toEqual({ issuer: 'Steam', label: 'anna', otp: { type: 'steam', secret: SECRET } });
  });

  it('are not what only sounds like it', () => {
    expect(accountOf(`otpauth://totp/Steamy:anna?secret=${SECRET}`).otp.type).toBe('totp');
    expect(accountOf(`otpauth://totp/Steam:anna?secret=${SECRET}&digits=6`).otp.type).toBe('totp');
    expect(accountOf(`otpauth://hotp/Steam:anna?secret=${SECRET}`).otp.type).toBe('hotp');
    expect(accountOf(`otpauth://totp/ACME:anna?secret=${SECRET}&encoder=other`).otp.type).toBe('totp');
  });
});

describe("Ente's additions", () => {
  const withDisplay = (display: string): ImportedAccount => accountOf(`otpauth://totp/A:b?secret=${SECRET}&codeDisplay=${display}`);

  it('are taken over', () => {
    const display = { pinned: true, trashed: false, tags: ['Money moves', 'com,ma', 5], note: 'x' };
    const encoded = new URLSearchParams({ display: JSON.stringify(display) }).toString().slice('display='.length);
    expect(withDisplay(encoded)).toMatchObject({ isPinned: true, tags: ['Money moves', 'com,ma'] });
  });

  it('are left out when they are broken', () => {
    const plain = accountOf(`otpauth://totp/A:b?secret=${SECRET}`);
    for (const display of ['', '%7B', 'null', '[]', '7', '{"pinned":"yes","tags":{}}', '%zz', '{"tags":null}'])
      expect(withDisplay(display)).toEqual(plain);
  });
});

describe('a very long link', () => {
  it('is refused by its name, at once', () => {
    const started = performance.now();
    expect(problemOf(`otpauth://totp/ACME:anna?secret=${SECRET}&x=${'y'.repeat(5_000_000)}`)).toEqual({
      name: 'ACME:anna',
      problem: 'unreadable',
    });
    for (const part of [':', '%', '%C3', '&', '=', '/', '?', ' ', 'otpauth://', '+'])
      expect(() => readOtpauthUri(`otpauth://totp/${part.repeat(99_000 / part.length)}?secret=${SECRET}`)).not.toThrow();
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('is read as long as it can be a real one', () => {
    expect(accountOf(`otpauth://totp/anna?image=${'y'.repeat(90_000)}&secret=${SECRET}`).label).toBe('anna');
    expect(accountOf(`otpauth://totp/${'a'.repeat(10_000)}?secret=${SECRET}`).label).toBe('a'.repeat(200));
  });
});

const name = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(':', '/', '%', '+', '&', '#', '?', '=', ' ', 'a', 'ß', '%41', '\u{1F600}'), maxLength: 20 }),
    fc.constantFrom('Steam', 'ACME', ':', '::', '/', '..', 'A:B'),
  )
  .map(cleanName);
const secret = fc.constantFrom(SECRET, 'AA', 'A'.repeat(820), 'MFRGGZDFMY');
const algorithm = fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const);
const digits = fc.integer({ min: 6, max: 8 });
const otp = fc.oneof(
  fc.record({ type: fc.constant('totp' as const), secret, algorithm, digits, period: fc.integer({ min: 1, max: 86_400 }) }),
  fc.record({ type: fc.constant('hotp' as const), secret, algorithm, digits, counter: fc.maxSafeNat() }),
  fc.record({ type: fc.constant('steam' as const), secret }),
);

describe('a written link', () => {
  it('is what other apps read', () => {
    const account: ImportedAccount = {
      issuer: 'R&D: 50%',
      label: 'anna+x@example.com',
      otp: { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 },
    };
    const uri = otpauthUriOf(account);
    expect(uri).toBe(
      `otpauth://totp/R%26D%3A%2050%25:anna%2Bx%40example.com?secret=${SECRET}&issuer=R%26D%3A%2050%25&algorithm=SHA1&digits=6&period=30`,
    );
    expect(new URL(uri).searchParams.get('issuer')).toBe('R&D: 50%');
    expect(
      otpauthUriOf({ issuer: '', label: 'anna', otp: { type: 'hotp', secret: SECRET, algorithm: 'SHA512', digits: 8, counter: 7 } }),
    ).toBe(`otpauth://hotp/anna?secret=${SECRET}&algorithm=SHA512&digits=8&counter=7`);
    expect(otpauthUriOf({ issuer: 'Steam', label: 'anna', otp: { type: 'steam', secret: SECRET } })).toBe(
      `otpauth://steam/Steam:anna?secret=${SECRET}&issuer=Steam&algorithm=SHA1&digits=5&period=30&encoder=steam`,
    );
  });

  it('is read back as the account that it was written of', () => {
    fc.assert(
      fc.property(name, name, otp, (issuer, label, otp) => {
        expect(accountOf(otpauthUriOf({ issuer, label, otp }))).toEqual({ issuer, label, otp });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('any text at all', () => {
  it('becomes an account or a problem', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(':', '/', '%', '?', '&', '=', 'totp', 'steam', 'secret', 'issuer', 'AB', '%4', '%C3', '{', '"', '+'),
      }),
    );
    fc.assert(
      fc.property(text, (rest) => {
        const entry = readOtpauthUri(`otpauth://${rest}`);
        expect('account' in entry || 'problem' in entry).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may be a good link that was cut or altered anywhere', () => {
    const good = otpauthUriOf({
      issuer: 'ÄCME: %',
      label: 'anna',
      otp: { type: 'hotp', secret: SECRET, algorithm: 'SHA256', digits: 8, counter: 5 },
    });
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(good.length - 1), fc.integer({ min: 0, max: 0xffff }), (end, at, unit) => {
        const altered = `${good.slice(0, at)}${String.fromCharCode(unit)}${good.slice(at + 1)}`;
        for (const uri of [good.slice(0, end), altered]) expect(() => readOtpauthUri(uri)).not.toThrow();
      }),
    );
  });
});
