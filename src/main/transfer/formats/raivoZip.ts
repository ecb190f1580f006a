import type { FileEntry, ZipReader } from '@zip.js/zip.js';
import { TransferError } from '../TransferError.ts';

const NAME = 'raivo-otp-export.json';
/** Uncompressed; Raivo's own list of a thousand accounts has a quarter of a million bytes. */
const MOST_BYTES = 16 * 2 ** 20;
const MOST_ENTRIES = 1000;

const LOCAL_HEADER = Buffer.from('PK\u0003\u0004', 'latin1');
/** Where the records that name an entry keep their flags and how long they are before the name. */
const RECORDS = [
  { magic: LOCAL_HEADER, flagsAt: 6, nameAt: 30 },
  { magic: Buffer.from('PK\u0001\u0002', 'latin1'), flagsAt: 8, nameAt: 46 },
] as const;
/** Folders before the name, in bytes. */
const LONGEST_PATH = 512;

/** Whether the file is a zip that has Raivo's list in it. Cheap: nothing is unpacked. */
export function isRaivoZip(bytes: Uint8Array): boolean {
  const buffer = bufferOf(bytes);
  return buffer.subarray(0, LOCAL_HEADER.length).equals(LOCAL_HEADER) && buffer.includes(NAME);
}

/** Whether the list in the zip needs a password, by the flags of the records that name it; so it is called when no record can be read. */
export function isSealedRaivoZip(bytes: Uint8Array): boolean {
  const buffer = bufferOf(bytes);
  const at = buffer.indexOf(NAME);
  const flags = RECORDS.flatMap(({ magic, flagsAt, nameAt }) => {
    const from = Math.max(0, at - nameAt - LONGEST_PATH);
    const record = buffer.subarray(from, at).lastIndexOf(magic);
    return record >= 0 && from + record + nameAt <= at ? [buffer.readUInt16LE(from + record + flagsAt)] : [];
  });
  return flags.every((bits) => (bits & 1) === 1);
}

/**
 * Raivo's list out of its zip, which is sealed with the format's own encryption, AES or the older one (APPNOTE 6.3.10 and WinZip's
 * AE-1 and AE-2). At most 16 MiB are ever unpacked, whatever the headers promise.
 * @returns the bytes, which the caller wipes
 * @throws TransferError file-damaged, file-too-large, password-wrong
 */
export async function openRaivoZip(bytes: Uint8Array, password: string | undefined): Promise<Uint8Array> {
  const zip = await import('@zip.js/zip.js');
  // Without workers there is nothing that would have to be ended.
  const reader = new zip.ZipReader(new zip.Uint8ArrayReader(bytes), { useWebWorkers: false, checkCrc32: true });
  try {
    const entry = await listEntry(reader);
    try {
      return await unpacked(entry, password);
    } catch (error) {
      if (error instanceof TransferError) throw error;
      const wasRefused = error instanceof Error && [zip.ERR_ENCRYPTED, zip.ERR_INVALID_PASSWORD].includes(error.message);
      // The older encryption lets one wrong password in 256 pass, and rubbish comes out.
      throw new TransferError(wasRefused || entry.zipCrypto ? 'password-wrong' : 'file-damaged');
    }
  } catch (error) {
    throw error instanceof TransferError ? error : new TransferError('file-damaged');
  } finally {
    await reader.close();
  }
}

async function listEntry(reader: ZipReader<unknown>): Promise<FileEntry> {
  let found: FileEntry | undefined;
  let count = 0;
  for await (const entry of reader.getEntriesGenerator()) {
    count += 1;
    if (count > MOST_ENTRIES) throw new TransferError('file-damaged');
    const isList = entry.filename === NAME || entry.filename.endsWith(`/${NAME}`);
    if (isList && !entry.directory) found ??= entry;
  }
  if (found === undefined) throw new TransferError('file-damaged');
  if (found.uncompressedSize > MOST_BYTES) throw new TransferError('file-too-large');
  return found;
}

async function unpacked(entry: FileEntry, password: string | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      size += chunk.length;
      // Thrown here, it stops the unpacking itself.
      if (size > MOST_BYTES) throw new TransferError('file-too-large');
      chunks.push(chunk);
    },
  });
  try {
    await entry.getData(sink, password === undefined ? {} : { password });
    return Buffer.concat(chunks);
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
