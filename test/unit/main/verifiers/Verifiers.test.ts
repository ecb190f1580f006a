import { Agent } from 'node:http';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { HttpClient } from '../../../../src/main/network/HttpClient.ts';
import { findSigningKey } from '../../../../src/main/verifiers/KnownVerifier.ts';
import { Verifiers } from '../../../../src/main/verifiers/Verifiers.ts';
import { type PrivateJwk, publicJwk, thumbprint } from '../../../../src/protocol/keys.ts';
import { KEYS, metadata } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { type Disk, freshDisk, vaultOn } from '../support/folders.ts';
import { NOW_MS, sign, VERIFIER } from '../support/signing.ts';
import { webServer } from '../support/webServer.ts';

let issuer: string;
let disk: Disk;
let status: number;
/** What the server says at the moment. */
let said: { change: object; key: PrivateJwk } | string;

async function verifiers(): Promise<Verifiers> {
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  const loaded = new Verifiers(await vaultOn(disk), new HttpClient(agent, { patienceMs: 2_000 }));
  await loaded.load();
  return loaded;
}

const signed = async (change: object, key: PrivateJwk): Promise<string> =>
  await sign(
    'deskfob-metadata+jwt',
    { ...metadata, iss: issuer, socket: `${issuer.replace('http', 'ws')}/s`, pairing: `${issuer}/p`, identity: publicJwk(key), ...change },
    key,
  );

beforeEach(async () => {
  disk = await freshDisk();
  status = 200;
  said = { change: {}, key: KEYS.identity };
  issuer = await webServer((request, reply) => {
    if (request.url !== '/.well-known/deskfob') reply.writeHead(404).end();
    else if (typeof said === 'string') reply.writeHead(status).end(said);
    else void signed(said.change, said.key).then((jws) => reply.writeHead(status).end(`${jws}\n`));
  });
});

describe('Verifiers: fetching', () => {
  it('brings what the identity key has signed, and stores nothing', async () => {
    const known = await verifiers();
    expect(await known.fetch(issuer)).toMatchObject({
      issuer,
      jkt: VERIFIER.jkt,
      metadata: { seq: 3, organisation: { name: 'Example AG' } },
    });
    expect(known.all()).toEqual([]);
    expect((await verifiers()).all()).toEqual([]);
  });

  it('refuses another identity key than the link names', async () => {
    await expectCode((await verifiers()).fetch(issuer, await thumbprint(KEYS.stranger)), 'wrong-thumbprint');
    expect(await (await verifiers()).fetch(issuer, VERIFIER.jkt)).toMatchObject({ jkt: VERIFIER.jkt });
  });

  it('refuses another identity key than before, whatever a link says of it', async () => {
    const known = await verifiers();
    await known.pin(await known.fetch(issuer));
    said = { change: { seq: 9 }, key: KEYS.stranger };
    for (const each of [known, await verifiers()]) {
      await expectCode(each.fetch(issuer), 'wrong-thumbprint');
      await expectCode(each.refresh(issuer), 'wrong-thumbprint');
      await expectCode(each.fetch(issuer, await thumbprint(KEYS.stranger)), 'thumbprint-mismatch');
    }
  });

  it('never goes back to older metadata, after a restart either', async () => {
    const known = await verifiers();
    await known.pin(await known.fetch(issuer));
    said = { change: { seq: 2 }, key: KEYS.identity };
    await expectCode(known.fetch(issuer), 'stale');
    await expectCode((await verifiers()).fetch(issuer), 'stale');
  });

  it('refuses the metadata of another issuer, and endpoints outside its origin', async () => {
    const known = await verifiers();
    for (const change of [
      { iss: 'https://other.example.org' },
      { socket: 'wss://other.example.org/s' },
      { pairing: 'https://other.example.org/p' },
    ]) {
      said = { change, key: KEYS.identity };
      await expectCode(known.fetch(issuer), 'wrong-issuer');
    }
  });

  it('refuses what nobody or somebody else signed', async () => {
    const known = await verifiers();
    said = { change: { identity: publicJwk(KEYS.identity) }, key: KEYS.stranger };
    await expectCode(known.fetch(issuer), 'unknown-key');
    said = JSON.stringify(metadata);
    await expectCode(known.fetch(issuer), 'malformed');
    said = '<html>Welcome</html>';
    await expectCode(known.fetch(issuer), 'malformed');
  });

  it('tells no verifier from one that is down, and from one that speaks another version', async () => {
    const known = await verifiers();
    said = { change: { versions: [2, 3] }, key: KEYS.identity };
    await expectCode(known.fetch(issuer), 'unsupported');
    status = 404;
    await expectCode(known.fetch(issuer), 'verifier-not-found');
    status = 302;
    await expectCode(known.fetch(issuer), 'verifier-not-found');
    status = 503;
    await expectCode(known.fetch(issuer), 'verifier-unreachable');
  });
});

describe('Verifiers: remembering', () => {
  it('pins over a restart', async () => {
    const known = await verifiers();
    const fetched = await known.fetch(issuer);
    await known.pin(fetched);
    expect((await verifiers()).find(issuer)).toEqual(fetched);
  });

  it('takes over rotated signing keys of a higher seq', async () => {
    const known = await verifiers();
    await known.pin(await known.fetch(issuer));
    said = { change: { seq: 4, keys: { sig: [publicJwk(KEYS.stranger)], enc: [publicJwk(KEYS.encryption)] } }, key: KEYS.identity };
    const refreshed = await known.refresh(issuer);
    expect(await findSigningKey(refreshed, await thumbprint(KEYS.stranger))).toEqual(publicJwk(KEYS.stranger));
    expect(await findSigningKey(refreshed, await thumbprint(KEYS.signing))).toBeUndefined();
    expect((await verifiers()).find(issuer)?.metadata.seq).toBe(4);
  });

  it('remembers the clock’s offset once it matters, and keeps it over a rotation', async () => {
    const known = await verifiers();
    await known.pin(await known.fetch(issuer));
    await known.rememberTime(issuer, { offsetMs: 0, toldMs: NOW_MS });
    await known.rememberTime(issuer, { offsetMs: 999, toldMs: NOW_MS + 3_599_999 });
    expect((await verifiers()).find(issuer)).toMatchObject({ clockOffsetMs: 0, clockToldMs: NOW_MS });
    await known.rememberTime(issuer, { offsetMs: 999, toldMs: NOW_MS + 3_600_000 });
    expect((await verifiers()).find(issuer)).toMatchObject({ clockOffsetMs: 999, clockToldMs: NOW_MS + 3_600_000 });
    await known.rememberTime(issuer, { offsetMs: -600_000, toldMs: NOW_MS });
    await known.rememberTime('https://nobody.example', { offsetMs: 5_000, toldMs: NOW_MS });
    said = { change: { seq: 4 }, key: KEYS.identity };
    await known.refresh(issuer);
    expect((await verifiers()).find(issuer)).toMatchObject({ clockOffsetMs: -600_000, clockToldMs: NOW_MS, metadata: { seq: 4 } });
  });

  it('forgets for good', async () => {
    const known = await verifiers();
    await known.pin(await known.fetch(issuer));
    await known.forget(issuer);
    expect(known.all()).toEqual([]);
    expect((await verifiers()).all()).toEqual([]);
  });
});
