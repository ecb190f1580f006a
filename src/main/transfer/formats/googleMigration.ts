import { PbfReader } from 'pbf';
import { secretOfBytes } from '../canonicalSecret.ts';
import { cleanName } from '../cleanName.ts';
import { entryOf, type ImportedEntry, nameOf } from '../ImportedEntry.ts';
import type { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { isOtpauthUri, readOtpauthUri, splitLabel } from '../otpauthUri.ts';
import { TransferError } from '../TransferError.ts';
import { significantLines } from './otpauthList.ts';

/*
 * Google Authenticator's "Transfer accounts": `otpauth-migration://offline?data=` and a protobuf message in base64. Google
 * publishes no description; the fields are those of the `MigrationPayload` that Aegis reads (GoogleAuthInfo, google_auth.proto).
 */

/** Which one of how many codes. The app shows ten accounts in each. */
export interface MigrationBatch {
  /** Any 32-bit number, the same in all codes of one transfer; 0 where none is said, as in messages of version 2. */
  readonly id: number;
  readonly size: number;
  /** From 0. */
  readonly index: number;
}

export interface Migration {
  /** Undefined when the code does not say: it stands for itself. */
  readonly batch: MigrationBatch | undefined;
  readonly entries: ImportedEntry[];
}

/** Characters. A QR code holds 4,296; other tools write everything into one link. */
const LONGEST = 1_000_000;
const MOST_CODES = 1_000;
const MOST_ENTRIES = 10_000;
const SCHEME = /^\s*otpauth-migration:\/\//i;

/** A text of such links, one in each line: whole transfers, their codes in any order. */
export const googleMigration: ImportFormat = {
  id: 'google-authenticator',
  matches,
  isSealed: () => false,
  read: async (file) => read(file),
};

/** Whether it is such a link, or what is left of one. */
export function isMigrationUri(text: string): boolean {
  return SCHEME.test(text);
}

/**
 * One code. An account in it that can not be read becomes an entry with a problem.
 * @throws TransferError file-damaged when the message as a whole can not be read, file-too-many
 */
export function readMigration(uri: string): Migration {
  const bytes = bytesOf(uri);
  try {
    return messageOf(bytes);
  } catch (error) {
    throw error instanceof TransferError ? error : new TransferError('file-damaged');
  } finally {
    bytes.fill(0);
  }
}

function matches(file: ImportFile): boolean {
  for (const line of significantLines(file.text ?? '')) return isMigrationUri(line);
  return false;
}

interface Batch {
  readonly size: number;
  readonly parts: Map<number, readonly ImportedEntry[]>;
}

function read(file: ImportFile): ImportedEntry[] {
  const batches: Batch[] = [];
  const open = new Map<string, Batch>();
  const seen = new Set<string>();
  for (const line of significantLines(file.text ?? '')) {
    if (!isMigrationUri(line)) {
      // Nothing of a file is dropped silently, and each such line counts.
      batches.push({ size: 1, parts: new Map([[0, [otherLineOf(line)]]]) });
    } else if (!seen.has(line)) {
      seen.add(line);
      const { batch = { id: 0, size: 1, index: 0 }, entries } = readMigration(line);
      const key = `${batch.id} of ${batch.size}`;
      let home = open.get(key);
      // Not all codes say the number of their transfer: after a whole one, the next one may begin.
      if (home === undefined || home.parts.size === home.size) {
        home = { size: batch.size, parts: new Map() };
        open.set(key, home);
        batches.push(home);
      }
      if (home.parts.has(batch.index)) throw new TransferError('file-damaged');
      home.parts.set(batch.index, entries);
    }
    if (batches.length > MOST_ENTRIES) throw new TransferError('file-too-many');
  }
  if (batches.some(({ size, parts }) => parts.size < size)) throw new TransferError('file-damaged');
  return batches.flatMap(({ parts }) => inOrder(parts).flat());
}

/** The parts of a batch by their numbers. */
export function inOrder<Part>(parts: ReadonlyMap<number, Part>): Part[] {
  return Array.from(parts)
    .toSorted(([a], [b]) => a - b)
    .map(([, part]) => part);
}

function otherLineOf(line: string): ImportedEntry {
  return isOtpauthUri(line) ? readOtpauthUri(line) : { name: '', problem: 'unreadable' };
}

function bytesOf(uri: string): Uint8Array {
  const [, data] = (uri.length <= LONGEST && /^\s*otpauth-migration:\/\/offline\/?\?(?:[^&#]*&)*?data=([^&#]*)/i.exec(uri)) || [];
  if (data === undefined) throw new TransferError('file-damaged');
  // A plus that was taken for a blank on its way, and the spelling of RFC 4648 section 5.
  const text = unescaped(data.trim()).trim().replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/');
  // One character beyond whole groups of four holds no whole byte.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.replace(/=/g, '').length % 4 === 1) throw new TransferError('file-damaged');
  return Buffer.from(text, 'base64');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TransferError('file-damaged');
  }
}

const VARINT = 0;
const BYTES = 2;

function messageOf(bytes: Uint8Array): Migration {
  const entries: ImportedEntry[] = [];
  const batch = { id: 0, size: 0, index: 0 };
  readFields(bytes, (field, pbf) => {
    if (field === 1 && pbf.type === BYTES) entries.push(accountOf(bytesFieldOf(pbf)));
    if (field === 3 && pbf.type === VARINT) batch.size = int32Of(pbf);
    if (field === 4 && pbf.type === VARINT) batch.index = int32Of(pbf);
    if (field === 5 && pbf.type === VARINT) batch.id = int32Of(pbf);
    if (entries.length > MOST_ENTRIES) throw new TransferError('file-too-many');
  });
  if (batch.size === 0) return { batch: undefined, entries };
  if (batch.size < 0 || batch.size > MOST_CODES || batch.index < 0 || batch.index >= batch.size) throw new TransferError('file-damaged');
  return { batch, entries };
}

const TYPES: Readonly<Record<number, string | undefined>> = { 0: 'totp', 1: 'hotp', 2: 'totp' };
const ALGORITHMS: Readonly<Record<number, string | undefined>> = { 0: 'SHA1', 1: 'SHA1', 2: 'SHA256', 3: 'SHA512', 4: 'MD5' };
const DIGITS: Readonly<Record<number, number | undefined>> = { 0: 6, 1: 6, 2: 8 };

function accountOf(bytes: Uint8Array): ImportedEntry {
  const raw = { secret: '', name: '', issuer: '', algorithm: 0, digits: 0, type: 0, counter: 0 };
  try {
    readFields(bytes, (field, pbf) => {
      if (field === 1 && pbf.type === BYTES) raw.secret = secretOfBytes(bytesFieldOf(pbf));
      if (field === 2 && pbf.type === BYTES) raw.name = pbf.readString();
      if (field === 3 && pbf.type === BYTES) raw.issuer = pbf.readString();
      if (field === 4 && pbf.type === VARINT) raw.algorithm = int32Of(pbf);
      if (field === 5 && pbf.type === VARINT) raw.digits = int32Of(pbf);
      if (field === 6 && pbf.type === VARINT) raw.type = int32Of(pbf);
      // Unsigned, and no longer exact beyond 2^53: such a one is refused, and a negative one as well.
      if (field === 7 && pbf.type === VARINT) raw.counter = pbf.readVarint();
    });
  } catch {
    const { issuer, label } = splitLabel(cleanName(raw.issuer), raw.name);
    return { name: nameOf(cleanName(issuer), cleanName(label)), problem: 'unreadable' };
  }
  return entryOf({
    ...splitLabel(cleanName(raw.issuer), raw.name),
    type: TYPES[raw.type] ?? 'unknown',
    secret: raw.secret,
    algorithm: ALGORITHMS[raw.algorithm] ?? 'unknown',
    digits: DIGITS[raw.digits] ?? NaN,
    counter: raw.counter,
  });
}

/** All fields; those that `onField` does not read are skipped. The library alone would read on beyond the end. */
function readFields(bytes: Uint8Array, onField: (field: number, pbf: PbfReader) => void): void {
  const pbf = new PbfReader(bytes);
  pbf.readFields((field) => {
    onField(field, pbf);
    if (pbf.pos > bytes.length) throw new TransferError('file-damaged');
  }, undefined);
  // Past the end by skipping, or before it by a field with number 0.
  if (pbf.pos !== bytes.length) throw new TransferError('file-damaged');
}

function bytesFieldOf(pbf: PbfReader): Uint8Array {
  const bytes = pbf.readBytes();
  if (pbf.pos > pbf.length) throw new TransferError('file-damaged');
  return bytes;
}

/** As protobuf reads a field of 32 bits: what is above is dropped, negative ones are written with 64. */
function int32Of(pbf: PbfReader): number {
  return pbf.readVarint(true) | 0;
}
