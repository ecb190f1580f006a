import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrationsFolder } from '../../../src/verifier/store/migrationsFolder.ts';
import { openPgliteStore } from '../../../src/verifier/store/openPgliteStore.ts';
import { applications, requests, transactions } from '../../../src/verifier/store/schema.ts';
import { freshDataFolder, removeDataFolder } from '../../harness/verifier/dataFolder.ts';

let folder: string;
beforeEach(async () => {
  folder = await freshDataFolder();
});
afterEach(async () => await removeDataFolder(folder));

/** A database as a verifier left it that knew only the first `count` migrations. */
async function databaseOf(count: number): Promise<PGlite> {
  const earlier = join(folder, 'migrations');
  await cp(migrationsFolder, earlier, { recursive: true });
  const journal = join(earlier, 'meta/_journal.json');
  const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: unknown[] };
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, count) }));
  await mkdir(join(folder, 'earlier'));
  const client = new PGlite(join(folder, 'earlier'));
  await migrate(drizzle(client), { migrationsFolder: earlier });
  return client;
}

it('a policy from before there were tables holds in every row, and open requests ask what they asked', async () => {
  const client = await databaseOf(4);
  await client.exec(`
    insert into applications (id, name, match, user_verification, lifetime_seconds)
      values ('door', 'Door', 'none', 'discouraged', 60), ('vpn', 'VPN', 'entry', 'required', 90);
    insert into subscribers (id, name, display_name, created_at) values ('s1', 'anna', 'Anna', 1);
    insert into accounts (id, subscriber_id, status, device_key, thumbprint, device, sealed_seed, created_at, waiting_until)
      values ('a1', 's1', 'active', '{}', 't', '{}', 'x', 1, 1);
    insert into transactions (id, client_id, subscriber_id, kind, status, match_type, user_verification, created_at, expires_at)
      values ('x1', 'c', 's1', 'sign-in', 'open', 'choice', 'required', 1, 2);
    insert into requests (id, transaction_id, account_id, open, jws, hash) values ('r1', 'x1', 'a1', true, 'j', 'h');`);
  await client.close();
  const store = await openPgliteStore(join(folder, 'earlier'));
  const easy = { match: 'none', userVerification: 'discouraged' };
  const strict = { match: 'entry', userVerification: 'required' };
  expect(await store.db.select().from(applications).orderBy(applications.id)).toEqual([
    { id: 'door', name: 'Door', lifetimeSeconds: 60, policy: { 'same-address': easy, near: easy, far: easy, unknown: easy } },
    { id: 'vpn', name: 'VPN', lifetimeSeconds: 90, policy: { 'same-address': strict, near: strict, far: strict, unknown: strict } },
  ]);
  expect(await store.db.select().from(requests)).toMatchObject([
    { id: 'r1', matchType: 'choice', userVerification: 'required', expiresAt: 2 },
  ]);
  expect(await store.db.select().from(transactions)).toMatchObject([{ id: 'x1', matchType: 'choice', weakestMatch: 'choice' }]);
  await store.close();
});
