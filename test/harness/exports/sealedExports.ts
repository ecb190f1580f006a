import { argon2Sync, createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { TextReader, Uint8ArrayWriter, ZipWriter, type ZipWriterAddDataOptions } from '@zip.js/zip.js';
import sodium from 'libsodium-wrappers';
import { sealBackup } from '../../../src/main/transfer/sealedBackup.ts';
import {
  aegisContent,
  andOtpEntries,
  bitwardenVault,
  protonContent,
  raivoList,
  stratumBackup,
  twoFasServices,
  uriOf,
} from './plainExports.ts';
import type { SampleAccount, SampleExport } from './SampleExport.ts';

/*
 * Exports under a password, at the cost that the apps themselves write. Only Ente's takes seconds and a GiB, and is cheaper here unless
 * it is asked for.
 */

export const PASSWORD = 'correct horse · 馬';

interface Argon2 {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}
const argon2 = (nonce: Uint8Array, { memoryKiB, passes, lanes }: Argon2): Buffer =>
  argon2Sync('argon2id', { message: PASSWORD, nonce, parallelism: lanes, tagLength: 32, memory: memoryKiB, passes });

function gcm(
  key: Uint8Array,
  nonce: Uint8Array,
  content: string | Uint8Array,
  aad = '',
): { readonly sealed: Buffer; readonly tag: Buffer } {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad));
  return { sealed: Buffer.concat([cipher.update(content), cipher.final()]), tag: cipher.getAuthTag() };
}

function aegis(accounts: readonly SampleAccount[]): object {
  const cost = { n: 32_768, r: 8, p: 1 };
  const [masterKey, salt] = [randomBytes(32), randomBytes(32)];
  const seal = (key: Uint8Array, content: string | Uint8Array) => {
    const nonce = randomBytes(12);
    const { sealed, tag } = gcm(key, nonce, content);
    return { sealed, params: { nonce: nonce.toString('hex'), tag: tag.toString('hex') } };
  };
  const slot = seal(scryptSync(PASSWORD, salt, 32, { N: cost.n, r: cost.r, p: cost.p, maxmem: 2 ** 26 }), masterKey);
  const db = seal(masterKey, JSON.stringify(aegisContent(accounts)));
  const slots = [{ type: 1, uuid: 'a', key: slot.sealed.toString('hex'), key_params: slot.params, ...cost, salt: salt.toString('hex') }];
  return { version: 1, header: { slots, params: db.params }, db: db.sealed.toString('base64') };
}

function twoFas(accounts: readonly SampleAccount[]): object {
  const salt = randomBytes(256);
  const key = pbkdf2Sync(PASSWORD, salt, 10_000, 32, 'sha256');
  const seal = (content: string): string => {
    const nonce = randomBytes(12);
    const { sealed, tag } = gcm(key, nonce, content);
    return [Buffer.concat([sealed, tag]), salt, nonce].map((part) => part.toString('base64')).join(':');
  };
  const servicesEncrypted = seal(JSON.stringify(twoFasServices(accounts)));
  return { services: [], groups: [], schemaVersion: 4, appOrigin: 'android', servicesEncrypted, reference: seal('a text that is known') };
}

function bitwarden(accounts: readonly SampleAccount[], isArgon2: boolean): object {
  const salt = randomBytes(16).toString('base64');
  const hashed = createHash('sha256').update(salt).digest();
  const master = isArgon2
    ? argon2(hashed, { memoryKiB: 64 * 1024, passes: 3, lanes: 4 })
    : pbkdf2Sync(PASSWORD, salt, 600_000, 32, 'sha256');
  const expand = (info: string): Buffer => createHmac('sha256', master).update(`${info}\u0001`).digest();
  const seal = (content: string): string => {
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', expand('enc'), iv);
    const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
    const mac = createHmac('sha256', expand('mac')).update(iv).update(sealed).digest();
    return `2.${[iv, sealed, mac].map((part) => part.toString('base64')).join('|')}`;
  };
  return {
    encrypted: true,
    passwordProtected: true,
    salt,
    ...(isArgon2 ? { kdfType: 1, kdfIterations: 3, kdfMemory: 64, kdfParallelism: 4 } : { kdfType: 0, kdfIterations: 600_000 }),
    encKeyValidation_DO_NOT_EDIT: seal('4d3f5b1e-0d4e-4b52-9d1b-6d2a3f6f7c10'),
    data: seal(JSON.stringify(bitwardenVault(accounts))),
  };
}

/** As Ente writes it: libsodium's costs for what is sensitive. */
export const ENTE_COST = { memoryKiB: 1024 * 1024, passes: 4 } as const;
const CHEAP = { memoryKiB: 8 * 1024, passes: 2 } as const;

export async function enteExport(accounts: readonly SampleAccount[], { memoryKiB, passes }: Omit<Argon2, 'lanes'>): Promise<SampleExport> {
  await sodium.ready;
  const salt = randomBytes(16);
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(argon2(salt, { memoryKiB, passes, lanes: 1 }));
  const tag = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  const data = sodium.crypto_secretstream_xchacha20poly1305_push(state, accounts.map(uriOf).join('\n'), null, tag);
  return jsonFile('ente', 'Argon2id', {
    version: 1,
    kdfParams: { memLimit: memoryKiB * 1024, opsLimit: passes, salt: salt.toString('base64') },
    encryptedData: Buffer.from(data).toString('base64'),
    encryptionNonce: Buffer.from(header).toString('base64'),
  });
}

function proton(accounts: readonly SampleAccount[]): object {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const key = argon2(salt, { memoryKiB: 19_456, passes: 2, lanes: 1 });
  const { sealed, tag } = gcm(key, nonce, JSON.stringify(protonContent(accounts)), 'proton.authenticator.export.v1');
  return { version: 1, salt: salt.toString('base64'), content: Buffer.concat([nonce, sealed, tag]).toString('base64') };
}

function stratum(accounts: readonly SampleAccount[]): Uint8Array {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const key = argon2(salt, { memoryKiB: 64 * 1024, passes: 3, lanes: 4 });
  const { sealed, tag } = gcm(key, iv, JSON.stringify(stratumBackup(accounts)));
  return Buffer.concat([Buffer.from('AUTHENTICATORPRO'), salt, iv, sealed, tag]);
}

function oldStratum(accounts: readonly SampleAccount[]): Uint8Array {
  const [salt, iv] = [randomBytes(20), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(PASSWORD, salt, 64_000, 32, 'sha1'), iv);
  return Buffer.concat([Buffer.from('AuthenticatorPro'), salt, iv, cipher.update(JSON.stringify(stratumBackup(accounts))), cipher.final()]);
}

function andOtp(accounts: readonly SampleAccount[]): Uint8Array {
  const iterations = 150_000;
  const head = Buffer.alloc(4);
  head.writeUInt32BE(iterations);
  const [salt, nonce] = [randomBytes(12), randomBytes(12)];
  const { sealed, tag } = gcm(pbkdf2Sync(PASSWORD, salt, iterations, 32, 'sha1'), nonce, JSON.stringify(andOtpEntries(accounts)));
  return Buffer.concat([head, salt, nonce, sealed, tag]);
}

/** @param content in place of the list of the accounts */
export async function raivoZip(content: string, options: ZipWriterAddDataOptions): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  await zip.add('raivo-otp-export.json', new TextReader(content), { password: PASSWORD, ...options });
  return await zip.close();
}

async function backup(accounts: readonly SampleAccount[]): Promise<string> {
  const code = { type: 'totp', algorithm: 'SHA256', digits: 8, period: 30 };
  return await sealBackup(
    { accounts: accounts.map((account) => ({ ...account, ...code })), paired: [], madeAtMs: 1 },
    PASSWORD,
    randomBytes,
  );
}

const file = (format: SampleExport['format'], variant: string, bytes: Uint8Array): SampleExport => ({
  format,
  variant,
  bytes,
  password: PASSWORD,
});
const jsonFile = (format: SampleExport['format'], variant: string, json: object): SampleExport =>
  file(format, variant, Buffer.from(JSON.stringify(json)));

/** Every format that has one, in each of its encryptions. @param next accounts for the next file */
export async function sealedExports(next: () => readonly SampleAccount[]): Promise<SampleExport[]> {
  const raivo = async (options: ZipWriterAddDataOptions): Promise<Uint8Array> => await raivoZip(JSON.stringify(raivoList(next())), options);
  return [
    jsonFile('aegis', 'scrypt', aegis(next())),
    jsonFile('2fas', 'PBKDF2', twoFas(next())),
    jsonFile('bitwarden-json', 'PBKDF2', bitwarden(next(), false)),
    jsonFile('bitwarden-json', 'Argon2id', bitwarden(next(), true)),
    await enteExport(next(), CHEAP),
    jsonFile('proton', 'Argon2id', proton(next())),
    file('stratum', 'Argon2id', stratum(next())),
    file('stratum', 'PBKDF2', oldStratum(next())),
    file('andotp', 'PBKDF2', andOtp(next())),
    file('raivo', 'AES', await raivo({ encryptionStrength: 3 })),
    file('raivo', 'ZipCrypto', await raivo({ zipCrypto: true })),
    file('deskfob-backup', 'Argon2id', Buffer.from(await backup(next()))),
  ];
}
