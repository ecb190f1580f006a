import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { decryptWith } from '../../src/protocol/jwe.ts';
import { encodePairingKey } from '../../src/protocol/pairingKey.ts';
import { parsePairingLink } from '../../src/protocol/pairingLink.ts';
import { accounts, transactions, verifierKeys } from '../../src/verifier/store/schema.ts';
import { VerifierKeys } from '../../src/verifier/keys/VerifierKeys.ts';
import { Sealer } from '../../src/verifier/keys/Sealer.ts';
import { deriveKeys } from '../../src/verifier/keys/MasterKey.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../harness/verifier/TestDevice.ts';
import { forge } from '../vectors/forge.ts';
import { attack } from './attack.ts';
import { forgedSignatures } from './support/forgedSignatures.ts';
import { tryEach } from './support/tryEach.ts';

/* A thief has every row of the verifier's database, and its files, but not the key outside. He reads, and comes back to use it. */

type Row = Record<string, unknown>;

let verifier: TestVerifier;
let anna: TestDevice;
let bert: TestDevice;
let socket: DeviceSocket;
let dump: Record<string, Row[]>;
let open: { id: string; jws: string; number: string };
let unused: { id: string; link: string; typedKey: string };
let waiting: { id: string; link: string; typedKey: string };
let relyingKey: string;

beforeAll(async () => {
  const rate = { burst: 100_000, perMs: 1 };
  verifier = await startTestVerifier({ pairingRates: { perAddress: rate, perName: rate, total: rate } });
  const { api, clock } = verifier;
  await api.setApplication('vpn', { name: 'VPN', lifetimeSeconds: 300 });
  anna = await pairActive(api, clock.nowMs());
  bert = await pairActive(api, clock.nowMs(), 'bert');
  unused = await api.pairingKey('anna');
  waiting = await api.pairingKey('bert');
  await TestDevice.paired(waiting.link);
  relyingKey = (await api.call<{ key: string }>('POST', '/v1/api-keys', { name: 'vpn', scope: 'relying' })).body.key;
  socket = await DeviceSocket.attached(anna);
  const { id, match } = await api.ask({ subscriber: 'anna', application: 'vpn' });
  open = { id, number: match.number ?? '', jws: (await socket.nextRequest(anna)).jws };
  dump = await stolenRows();
});
afterAll(async () => {
  socket.close();
  await verifier.dispose();
});

async function stolenRows(): Promise<Record<string, Row[]>> {
  const read = async (query: string): Promise<Row[]> => ((await verifier.db.execute(sql.raw(query))) as { rows: Row[] }).rows;
  const found = await read(`select table_name from information_schema.tables where table_schema = 'public'`);
  const tables = found.map((row) => String(row['table_name']));
  if (tables.length < 12) throw new Error(`there are only the tables ${tables.join(', ')}`);
  const stolen: Record<string, Row[]> = {};
  for (const table of tables) stolen[table] = await read(`select * from "${table}"`);
  return stolen;
}

/** Every text in the stolen rows, and what it says when it is base64url. */
function texts(): string[] {
  const found: string[] = [];
  JSON.stringify(dump, (_, value: unknown) => {
    if (typeof value === 'string') found.push(value, ...value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1')));
    return value;
  });
  return found;
}

/** What must not be readable, in every spelling of it. */
function secrets(): string[] {
  const keys = [anna, bert].flatMap((device) => [device.deviceKey.d, device.encryptionKey.d]);
  const seeds = [anna, bert].map((device) => device.passcodes?.secret ?? '');
  const links = [unused, waiting].map(({ link }) => parsePairingLink(link).key);
  const typed = [unused, waiting].flatMap(({ typedKey }) => [typedKey, typedKey.replaceAll('-', '')]);
  const apiKeys = [verifier.adminKey, relyingKey];
  const all = [...keys, ...seeds, ...links, ...typed, ...apiKeys];
  if (all.some((secret) => secret.length < 12)) throw new Error('a secret is missing');
  return all.flatMap((secret) => [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64url')]);
}

attack('database thief', 'a seed, number, pairing key, API key or private key stands in a row', async () => {
  const all = texts();
  const tries = await tryEach(secrets(), async (secret) => all.some((text) => text.includes(secret)));
  const number = new RegExp(`(?<![0-9])${open.number}(?![0-9])`);
  const privateKey = /"d":"[A-Za-z0-9_-]{43}"/;
  const found = [all.some((text) => number.test(text)), all.some((text) => privateKey.test(text))];
  return { attempts: tries.attempts + 2, successes: tries.successes + found.filter(Boolean).length };
});

attack('database thief', 'the files of the database hold a secret that no row shows any more', async () => {
  await verifier.db.execute(sql`checkpoint`);
  const folder = join(verifier.dataFolder, 'db');
  const files: Buffer[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) files.push(await readFile(path));
  }
  const bytes = Buffer.concat(files);
  if (bytes.indexOf(anna.accountId) < 0) throw new Error('these are not the files of the database');
  return await tryEach(secrets(), async (secret) => bytes.indexOf(secret) >= 0);
});

attack('database thief', 'sealed values open with a key that can be guessed or is in the database', async () => {
  const material = [
    '',
    '0'.repeat(64),
    'deskfob',
    verifier.issuer,
    verifier.jkt,
    ...(dump['verifier_keys'] ?? []).map((row) => String(row['id'])),
    ...(dump['settings'] ?? []).map((row) => String(row['value'])),
    ...(dump['api_keys'] ?? []).map((row) => String(row['hash'])),
  ];
  const keys = material.flatMap((text) => [
    createHash('sha256').update(text).digest(),
    createHmac('sha256', text).update('sealing').digest(),
    Buffer.from(hkdfSync('sha256', text, Buffer.alloc(0), 'deskfob verifier sealing', 32)),
    Buffer.from(text.padEnd(32, '\0').slice(0, 32), 'latin1'),
    deriveKeys(Buffer.from(text.padEnd(32, '\0').slice(0, 32), 'latin1')).sealing,
  ]);
  const sealed = Object.values(dump).flatMap((rows) =>
    rows.flatMap((row) =>
      Object.entries(row).flatMap(([column, value]) => (column.startsWith('sealed_') && typeof value === 'string' ? [value] : [])),
    ),
  );
  if (sealed.length < 6) throw new Error('there are no sealed values');
  return await tryEach(keys, async (key) => sealed.some((value) => opens(key, value)));
});

/** Without the place, too: only the tag is what counts. */
function opens(key: Buffer, sealed: string): boolean {
  const bytes = Buffer.from(sealed.slice(2), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
    decipher.update(bytes.subarray(12, -16));
    decipher.final();
    return true;
  } catch {
    return false;
  }
}

attack('database thief', "a device's public key and its old messages are enough to answer for it", async () => {
  const account = dump['accounts']?.find((row) => row['id'] === anna.accountId);
  const deviceKey = account?.['device_key'] as { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  const stored = dump['requests']?.find((row) => row['account_id'] === anna.accountId && row['open'] === true);
  const payload = {
    v: 1,
    iss: anna.accountId,
    aud: verifier.issuer,
    jti: 'thief',
    request: String(stored?.['id']),
    requestHash: String(stored?.['hash']),
    decision: 'approve',
    number: open.number,
    uv: 'none',
  };
  return await tryEach(await forgedSignatures('deskfob-answer+jwt', payload, deviceKey), async (answer) => {
    socket.sendText(JSON.stringify({ type: 'answer', answer }));
    await socket.settledFrames();
    return (await verifier.api.transaction(open.id)).status !== 'open';
  });
});

attack('database thief', "the verifier's stored keys sign a request, or open a pairing", async () => {
  const rows = dump['verifier_keys'] ?? [];
  const { db, clock } = verifier;
  const loads = await tryEach(
    [Buffer.alloc(32), createHash('sha256').update(verifier.jkt).digest()],
    async (key) =>
      await VerifierKeys.load(db, new Sealer(key), clock).then(
        () => true,
        () => false,
      ),
  );
  const device = await TestDevice.make(verifier.issuer);
  const message = await device.pairingMessage(encodePairingKey('link', Buffer.alloc(26)));
  const kid = String(rows.find((row) => row['use'] === 'enc')?.['id']);
  const [enc] = device.metadata.keys.enc;
  if (enc === undefined || rows.length < 3) throw new Error('there are no keys to steal');
  const asPrivate = { ...enc, d: kid };
  const isRead = await decryptWith([asPrivate], message).then(Boolean, () => false);
  return { attempts: loads.attempts + 1, successes: loads.successes + Number(isRead) };
});

attack('database thief', 'a stored hash is used as the pairing key', async () => {
  const hashes = (dump['pairing_keys'] ?? []).flatMap((row) => [row['link_hash'], row['typed_hash'], row['proof_hash'], row['id']]);
  const known = hashes.filter((hash): hash is string => typeof hash === 'string');
  if (known.length < 6) throw new Error('there are no hashes');
  const count = (await verifier.api.accounts()).length;
  return await tryEach(known, async (hash) => {
    const device = await TestDevice.make(verifier.issuer);
    const bytes = Buffer.from(hash, 'base64url');
    const link = encodePairingKey('link', Buffer.concat([bytes, bytes]).subarray(0, 26));
    const typed = encodePairingKey('typed', bytes.subarray(0, 12));
    // As it stands, too, by a device that cares for no shape.
    const payload = { v: 1, aud: verifier.issuer, jti: 'thief', key: hash, encryptionKey: anna.encryptionKey, device: {} };
    const { d: _, ...jwk } = device.deviceKey;
    const messages = await Promise.all([
      device.pairingMessage(link),
      device.pairingMessage(typed, { name: 'anna' }),
      device.encrypted(await forge({ alg: 'ES256', typ: 'deskfob-pairing+jwt', jwk }, payload, device.deviceKey)),
    ]);
    const replies = await Promise.all(messages.map(async (message) => await device.post(message)));
    return replies.some(({ status }) => status === 200) || (await verifier.api.accounts()).length !== count;
  });
});

attack('database thief', 'a link key is found by hashing guesses without the key outside', async () => {
  const { key } = parsePairingLink(unused.link);
  const stored = new Set((dump['pairing_keys'] ?? []).flatMap((row) => [row['link_hash'], row['typed_hash']]));
  const hashed = (text: string): string[] => [
    createHash('sha256').update(text).digest('base64url'),
    createHash('sha512').update(text).digest('base64url'),
    createHmac('sha256', '').update(text).digest('base64url'),
    createHmac('sha256', verifier.jkt).update(text).digest('base64url'),
  ];
  // The right key itself: if even that fits no stored hash, no guess ever does.
  return await tryEach([key, `link|${key}`, unused.typedKey, unused.typedKey.replaceAll('-', '')], async (guess) =>
    hashed(guess).some((hash) => stored.has(hash)),
  );
});

attack('database thief', 'a stored hash is used as the API key', async () => {
  const rows = dump['api_keys'] ?? [];
  if (rows.length < 2) throw new Error('there are no API keys');
  const forms = rows.flatMap((row) => [String(row['hash']), `dfk_${String(row['hash'])}`, String(row['id'])]);
  return await tryEach(forms, async (key) => (await verifier.api.as(key).call('GET', '/v1/accounts')).status !== 401);
});

attack('database thief', 'the stored reply to a pairing gives the seed away', async () => {
  const replies = (dump['pairing_keys'] ?? []).flatMap((row) => (typeof row['reply'] === 'string' ? [row['reply']] : []));
  if (replies.length === 0) throw new Error('there is no reply');
  return await tryEach(replies, async (reply) => {
    const grant = Buffer.from(reply.split('.')[1] ?? '', 'base64url').toString();
    const { secret } = JSON.parse(grant) as { secret: string };
    const readers = [anna.encryptionKey, bert.encryptionKey];
    return /[A-Z2-7]{32}/.test(grant.replace(secret, '')) || (await decryptWith(readers, secret).then(Boolean, () => false));
  });
});

attack('database thief', 'a writer, even, moves a sealed seed to another account, or a number to another question', async () => {
  const { db, api, clock } = verifier;
  const sealedOf = async (id: string): Promise<string> =>
    (await db.select({ sealed: accounts.sealedSeed }).from(accounts).where(eq(accounts.id, id)))[0]?.sealed ?? '';
  const [annas, berts] = [await sealedOf(anna.accountId), await sealedOf(bert.accountId)];
  const put = async (sealedSeed: string): Promise<void> => {
    await db.update(accounts).set({ sealedSeed }).where(eq(accounts.id, anna.accountId));
  };
  const number = String(dump['transactions']?.find((row) => row['id'] === open.id)?.['sealed_number']);
  const moved = await tryEach(
    { "another account's seed": berts, 'a number as a seed': number, 'an older format': `0.${annas.slice(2)}` },
    async (sealed) => {
      await put(sealed);
      const { body } = await api.call<{ valid?: boolean }>('POST', '/v1/passcodes/check', {
        subscriber: 'anna',
        passcode: bert.passcodeAt(clock.nowMs()),
      });
      return body.valid === true;
    },
  );
  await put(annas);
  if (!(await api.passcode('anna', anna.passcodeAt(clock.nowMs() + 30_000))).valid)
    throw new Error('the seed in its own place does not count');
  const first = await api.ask({ subscriber: 'anna', application: 'vpn' });
  const second = await api.ask({ subscriber: 'anna', application: 'vpn' });
  const [row] = await db.select().from(transactions).where(eq(transactions.id, first.id));
  await db
    .update(transactions)
    .set({ sealedNumber: row?.sealedNumber ?? null })
    .where(eq(transactions.id, second.id));
  await socket.next('request');
  const { jws } = await socket.nextRequest(anna);
  socket.send({ type: 'answer', answer: await anna.answer(jws, 'approve', first.match.number) });
  // What does not open is a fault of the verifier, which ends the socket.
  await socket.closeCode();
  const isApproved = (await api.transaction(second.id)).status === 'approved';
  const identity = await db.select().from(verifierKeys).where(eq(verifierKeys.use, 'identity'));
  if (identity.length !== 1) throw new Error('there is not one identity');
  return { attempts: moved.attempts + 1, successes: moved.successes + Number(isApproved) };
});
