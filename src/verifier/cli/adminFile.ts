import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readSmallFile } from '../store/readSmallFile.ts';

/** A certificate with its whole chain stays far below. */
const MOST_BYTES = 1024 * 1024;

/** How the command line reaches the verifier that runs on this data folder. Readable by its owner alone. */
const adminFileSchema = z.object({
  /** Where it listens, as seen from this computer. */
  url: z.url(),
  /** Host name to expect in the certificate, when it is not that of `url`. */
  servername: z.string().optional(),
  apiKey: z.string(),
  /** PEM certificate to trust, so that a private authority does no harm. */
  certificate: z.string().optional(),
});
export type AdminFile = z.infer<typeof adminFileSchema>;

export async function readAdminFile(folder: string): Promise<AdminFile | undefined> {
  try {
    return adminFileSchema.parse(JSON.parse((await readSmallFile(fileIn(folder), MOST_BYTES)) ?? ''));
  } catch {
    return undefined;
  }
}

export async function writeAdminFile(
  folder: string,
  values: { listen: { host: string; port: number }; issuer: string; apiKey: string; certificate?: string },
): Promise<void> {
  const { listen, issuer, apiKey, certificate } = values;
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const host = everywhere[listen.host] ?? (listen.host.includes(':') ? `[${listen.host}]` : listen.host);
  const { pathname, hostname } = new URL(issuer);
  const url = `${certificate === undefined ? 'http' : 'https'}://${host}:${listen.port}${pathname === '/' ? '' : pathname}`;
  const content: AdminFile = { url, apiKey, ...(certificate !== undefined && { certificate, servername: hostname }) };
  const temporary = `${fileIn(folder)}.new`;
  // Whatever lies there, a link or a file that others may read, is not what the key is written into.
  await rm(temporary, { recursive: true, force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, fileIn(folder));
}

function fileIn(folder: string): string {
  return join(folder, 'admin.json');
}
