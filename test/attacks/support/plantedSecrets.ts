import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AsyncEntry } from '@napi-rs/keyring';
import { Secret } from 'otpauth';
import type { Computer } from '../../harness/app/Computer.ts';
import { secretsOf } from '../../harness/app/profileContents.ts';

/** The three secrets of a computer with one account that nobody may ever get. Raw bytes. */
export interface PlantedSecrets {
  seed: Uint8Array;
  deviceKey: Uint8Array;
  dataKey: Uint8Array;
}

/** Reads them as the app itself does. The keyring is that of this process's environment. */
export async function plantedSecrets(computer: Computer): Promise<PlantedSecrets> {
  const { seed, deviceKey } = await secretsOf(computer);
  const { vaultId } = JSON.parse(await readFile(join(computer.vaultFolder, 'vault.json'), 'utf8')) as { vaultId: string };
  const dataKey = await new AsyncEntry('Deskfob', vaultId, { linux: { store: 'secret-service' } }).getSecret();
  const found = {
    seed: new Uint8Array(Secret.fromBase32(seed).bytes),
    deviceKey: new Uint8Array(Buffer.from(deviceKey, 'base64url')),
    dataKey: Uint8Array.from(dataKey ?? []),
  };
  for (const [name, bytes] of Object.entries(found)) if (bytes.length < 16) throw new Error(`there is no ${name} to look for`);
  return found;
}

/** Names of the secrets that stand in the text (or in bytes read as latin1), however they may be spelt there. */
export function secretsIn(text: string, secrets: PlantedSecrets): string[] {
  return Object.entries(secrets as unknown as Record<string, Uint8Array>)
    .filter(([, bytes]) => spellings(bytes).some((spelling) => text.includes(spelling)))
    .map(([name]) => name);
}

function spellings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  const hex = buffer.toString('hex');
  return [
    new Secret({ buffer: new Uint8Array(bytes).buffer }).base32,
    buffer.toString('base64url'),
    buffer.toString('base64').replaceAll('=', ''),
    hex,
    hex.toUpperCase(),
    buffer.toString('latin1'),
    [...bytes].join(','),
  ];
}
