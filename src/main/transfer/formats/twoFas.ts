import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { entryOf, type ImportedEntry } from '../ImportedEntry.ts';
import { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { openGcm, TAG_BYTES } from '../openGcm.ts';
import { TransferError } from '../TransferError.ts';

const derive = promisify(pbkdf2);

const NEWEST_SCHEMA = 4;
const ITERATIONS = 10_000;

const markSchema = z
  .looseObject({ schemaVersion: z.number() })
  .refine((file) => file.services !== undefined || file.servicesEncrypted !== undefined);

const frameSchema = z.looseObject({
  services: z.array(z.unknown()).nullish(),
  groups: z.array(z.unknown()).nullish(),
  servicesEncrypted: z.string().nullish(),
  /** A known text under the same key, by which the app checks a password. */
  reference: z.string().nullish(),
});

const groupSchema = z.looseObject({ id: z.string(), name: z.string() });
const objectSchema = z.looseObject({});

/**
 * Backups of 2FAS Auth for Android and iOS, plain and sealed (BackupContent.kt, BackupService.kt and BackupCipherServiceImpl.kt
 * of 2FAS 5). Schema 1 knows time-based codes with defaults alone, 2 adds digits, period and algorithm, and groups, 3 and 4 the
 * kind of code. All four keep an entry in the same places, so one reading serves them. Groups stay readable in a sealed backup.
 */
export const twoFas: ImportFormat = {
  id: '2fas',
  matches(file) {
    return markSchema.safeParse(file.json).success;
  },
  isSealed(file) {
    return (frameSchema.safeParse(file.json).data?.servicesEncrypted ?? '') !== '';
  },
  async read(file, password) {
    const version = markSchema.safeParse(file.json).data?.schemaVersion ?? 0;
    if (version > NEWEST_SCHEMA) throw new TransferError('file-too-new');
    const frame = frameSchema.safeParse(file.json).data;
    if (frame === undefined || !Number.isInteger(version) || version < 1) throw new TransferError('file-damaged');
    const sealed = frame.servicesEncrypted ?? '';
    const reference = frame.reference ?? '';
    // A sealed backup's plain list is empty: without the sealed one it would pass for a backup of nothing.
    if (sealed === '' && reference !== '') throw new TransferError('file-damaged');
    const services = sealed === '' ? frame.services : await openServices(sealed, reference, password);
    if (!Array.isArray(services)) throw new TransferError('file-damaged');
    const groups = groupNames(frame.groups ?? []);
    return services.map((service: unknown) => accountOf(service, groups));
  },
};

function groupNames(groups: readonly unknown[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const value of groups) {
    const group = groupSchema.safeParse(value).data;
    if (group !== undefined) names.set(group.id.toLowerCase(), group.name);
  }
  return names;
}

function accountOf(value: unknown, groups: ReadonlyMap<string, string>): ImportedEntry {
  const service = objectSchema.safeParse(value).data;
  if (service === undefined) return { name: '', problem: 'unreadable' };
  const otp = objectSchema.safeParse(service.otp).data ?? {};
  const { groupId } = service;
  return entryOf({
    // The name is what the app shows and what the person may have changed; the issuer is what the site said once.
    issuer: textOr(service.name, otp.issuer),
    label: textOr(otp.account, withoutIssuer(otp.label, [otp.issuer, service.name])),
    // Some versions write null for what they do not know.
    type: otp.tokenType ?? undefined,
    secret: service.secret,
    algorithm: otp.algorithm ?? undefined,
    digits: otp.digits ?? undefined,
    period: otp.period ?? undefined,
    // A counter that was never used is not written, and the app counts from one.
    counter: otp.counter ?? 1,
    group: typeof groupId === 'string' ? groups.get(groupId.toLowerCase()) : undefined,
  });
}

function textOr(value: unknown, otherwise: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' ? value : otherwise;
}

/** `Anna` of `ACME:Anna`: older versions keep the label of the link as it was. */
function withoutIssuer(label: unknown, issuers: readonly unknown[]): unknown {
  if (typeof label !== 'string') return undefined;
  const colon = label.indexOf(':');
  return colon >= 0 && issuers.includes(label.slice(0, colon)) ? label.slice(colon + 1) : label;
}

interface Sealed {
  readonly data: Buffer;
  readonly salt: Buffer;
  readonly nonce: Buffer;
}

/** Of `data:salt:nonce`, each in base64, the tag at the end of the data. */
function sealedOf(text: string): Sealed | undefined {
  const [data, salt, nonce, ...rest] = text.split(':', 4).map((part) => Buffer.from(part, 'base64'));
  if (data === undefined || salt === undefined || nonce === undefined || rest.length > 0) return undefined;
  return data.length >= TAG_BYTES && salt.length > 0 && nonce.length === 12 ? { data, salt, nonce } : undefined;
}

async function openServices(text: string, reference: string, password: string | undefined): Promise<unknown> {
  const sealed = sealedOf(text);
  if (sealed === undefined) throw new TransferError('file-damaged');
  if (password === undefined) throw new TransferError('password-wrong');
  const key = await derive(password, sealed.salt, ITERATIONS, 32, 'sha256');
  let plain: Buffer | undefined;
  try {
    plain = openGcm(key, sealed.nonce, sealed.data);
    // With a key that opens the reference, it is not the password that is wrong.
    if (plain === undefined) throw new TransferError(isKeyOf(reference, key) ? 'file-damaged' : 'password-wrong');
    return new ImportFile(plain).json;
  } finally {
    plain?.fill(0);
    key.fill(0);
  }
}

function isKeyOf(reference: string, key: Buffer): boolean {
  const sealed = sealedOf(reference);
  return sealed !== undefined && openGcm(key, sealed.nonce, sealed.data) !== undefined;
}
