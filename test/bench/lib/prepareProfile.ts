import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DesktopSession } from '../../harness/desktopSession.ts';
import type { ProfileMethods } from '../clients/pairedProfile.ts';
import { Program } from '../process/Program.ts';
import type { ServerAddress, ServerMethods } from '../servers/ServerMethods.ts';
import { makePeople } from './people.ts';

/**
 * Starts a verifier that knows nobody yet.
 * @param folder takes what it keeps
 * @param publicUrl where apps reach it, if not at its own port
 */
export async function startEmpty(verifier: Program<ServerMethods>, folder: string, publicUrl?: string): Promise<ServerAddress> {
  const peopleFile = join(folder, 'people.json');
  await makePeople(peopleFile, 0);
  const plan = { folder: join(folder, 'verifier'), database: 'pglite', peopleFile } as const;
  return await verifier.call('start', { ...plan, ...(publicUrl !== undefined && { publicUrl }) });
}

/** Makes the profile of an app that is paired with so many accounts: of `person-0`, `person-1`, … */
export async function prepareProfile(profile: string, server: ServerAddress, session: DesktopSession, accounts: number): Promise<void> {
  await mkdir(profile, { mode: 0o700 });
  const maker = new Program<ProfileMethods>(join(import.meta.dirname, '../clients/pairedProfile.ts'), { env: session.env });
  try {
    await maker.call('make', { profile, server, accounts });
  } finally {
    await maker.stop();
  }
}
