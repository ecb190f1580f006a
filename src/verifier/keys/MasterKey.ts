import { hkdfSync, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../StartError.ts';
import { readSmallFile } from '../store/readSmallFile.ts';

/*
 * Goal: whoever steals the database, or a backup of it, reads no seed, impersonates no verifier and uses no pairing key.
 * The master key therefore lives outside the database: in a file of its own or in the environment.
 * Not defended: a thief who has both, or who reads the memory of the running process.
 */

export const MASTER_KEY_VARIABLE = 'DESKFOB_MASTER_KEY';

/** 32 bytes in base64url, and some room for blanks around them. */
const MOST_BYTES = 1024;

/** The derived keys; the master key itself is used for nothing else (RFC 5869). */
export interface DerivedKeys {
  /** 32 bytes, AES-256-GCM. */
  sealing: Buffer;
  /** 32 bytes, HMAC key and Argon2 secret for pairing keys. */
  pepper: Buffer;
}

export function deriveKeys(master: Buffer): DerivedKeys {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `deskfob verifier ${purpose}`, 32));
  return { sealing: derive('sealing'), pepper: derive('pairing keys') };
}

/**
 * The master key of a data folder, if there is one. The environment goes before the file.
 * @throws StartError master-key-malformed
 */
export async function readMasterKey(folder: string, environment: NodeJS.ProcessEnv): Promise<Buffer | undefined> {
  const fromEnvironment = environment[MASTER_KEY_VARIABLE];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return parse(fromEnvironment);
  try {
    return parse((await readSmallFile(fileIn(folder), MOST_BYTES)) ?? '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes the master key of a new data folder; durable when it resolves, and never overwrites one. */
export async function createMasterKey(folder: string): Promise<Buffer> {
  const key = randomBytes(32);
  const file = await open(fileIn(folder), 'wx', 0o600);
  try {
    await file.writeFile(`${key.toString('base64url')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return key;
}

function fileIn(folder: string): string {
  return join(folder, 'master.key');
}

function parse(text: string): Buffer {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9_-]{43}$/.test(trimmed)) throw new StartError('master-key-malformed', 'The master key is not 32 bytes in base64url.');
  return Buffer.from(trimmed, 'base64url');
}
