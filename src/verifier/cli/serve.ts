import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LevelWithSilent } from 'pino';
import { z } from 'zod';
import { nameSchema } from '../../protocol/text.ts';
import { parseListen } from '../addresses.ts';
import { startVerifier } from '../compose.ts';
import { createLogger } from '../createLogger.ts';
import { canonicalAddress } from '../geo/address.ts';
import type { AskingLimit } from '../policy/askingLimits.ts';
import { StartError } from '../StartError.ts';
import { CliError } from './CliError.ts';

export interface ServeFlags {
  listen: string;
  publicUrl: string;
  data: string;
  database?: string;
  tlsCert?: string;
  tlsKey?: string;
  geo?: string;
  development?: boolean;
  loopbackPlace?: string;
  trustedProxy?: readonly string[];
  askingLimit?: readonly AskingLimit[];
  organisation: string;
  colour: string;
  support?: string;
  logLevel: LevelWithSilent;
}

const organisationSchema = z.object({ name: nameSchema, colour: z.string().regex(/^#[0-9a-f]{6}$/), support: nameSchema.optional() });

/** Runs the verifier until SIGINT or SIGTERM. @throws StartError, CliError */
export async function serve(flags: ServeFlags): Promise<void> {
  const organisation = organisationSchema.safeParse({
    name: flags.organisation,
    colour: flags.colour.toLowerCase(),
    support: flags.support,
  });
  if (!organisation.success)
    throw new CliError('The organisation needs a name of at most 64 visible characters and a colour like #0b6b5d.');
  const { name, colour, support } = organisation.data;
  const loopbackPlace = canonicalAddress(flags.loopbackPlace);
  if (flags.loopbackPlace !== undefined && (loopbackPlace === undefined || flags.development !== true))
    throw new CliError('--loopback-place takes an IP address, and only together with --development.');
  const database = readDatabase(flags.database ?? process.env['DESKFOB_DATABASE']);
  const tls = await readTls(flags.tlsCert, flags.tlsKey);
  const verifier = await startVerifier({
    dataFolder: resolve(flags.data),
    publicUrl: flags.publicUrl,
    listen: parseListen(flags.listen),
    organisation: { name, colour, ...(support !== undefined && { support }) },
    logger: createLogger(flags.logLevel),
    environment: process.env,
    development: flags.development === true,
    ...(database !== undefined && { database }),
    onBroken: endAtOnce,
    ...(tls !== undefined && { tls }),
    ...(flags.trustedProxy !== undefined && { trustedProxies: flags.trustedProxy }),
    ...(flags.askingLimit !== undefined && { askingLimits: flags.askingLimit }),
    ...(loopbackPlace !== undefined && { loopbackPlace }),
    ...(flags.geo !== undefined && { geoFolder: resolve(flags.geo) }),
  });
  process.stdout.write(`Verifier of ${name} listens on ${flags.listen} as ${verifier.issuer}\nIdentity key ${verifier.jkt}\n`);
  await stopSignal();
  // A second signal ends at once: whatever was committed is safe.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  await verifier.close();
}

function readDatabase(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new CliError('--database takes the address of a PostgreSQL database, such as postgres://deskfob@db.example.com/deskfob.');
  return url;
}

/** Nothing is asked of a database that broke off; what was committed is found by the next start. */
function endAtOnce(): void {
  writeSync(
    process.stderr.fd,
    'The database cannot write to the disk any more, so the verifier ends. See that the disk has room and can be written, and start it again: what was committed is safe.\n',
  );
  process.exit(1);
}

async function stopSignal(): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
  await promise;
}

async function readTls(certFile: string | undefined, keyFile: string | undefined): Promise<{ cert: string; key: string } | undefined> {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) throw new CliError('--tls-cert and --tls-key go together.');
  try {
    return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new StartError('unreadable-file', `The certificate or its key cannot be read (${code}).`);
  }
}
