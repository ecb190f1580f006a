import { afterAll, beforeAll, beforeEach } from 'vitest';
import { decryptWith, encryptFor } from '../../src/protocol/jwe.ts';
import { signMessage } from '../../src/protocol/jws.ts';
import { generateKey, type PrivateJwk, publicJwk, thumbprint } from '../../src/protocol/keys.ts';
import { formatPairingLink, parsePairingLink } from '../../src/protocol/pairingLink.ts';
import type { PairingPage } from '../harness/app/Organisation.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { TestDevice } from '../harness/verifier/TestDevice.ts';
import { forge, withPart } from '../vectors/forge.ts';
import { AppUnderAttack } from './support/AppUnderAttack.ts';
import { attack } from './attack.ts';
import { computerForThisFile } from './support/computerForThisFile.ts';
import { forgedSignatures } from './support/forgedSignatures.ts';
import { tryEach } from './support/tryEach.ts';

/* Whoever ends TLS on the way sees a pairing go by, and is after the pairing key, the seed, or an account of his own. */

await sessionForThisFile();
const computer = await computerForThisFile();

const METADATA = '/.well-known/deskfob';
const PAIRING = '/v1/pairing';

let acme: AppUnderAttack;
let app: AppCore;
let own: { signing: PrivateJwk; encryption: PrivateJwk };

beforeAll(async () => {
  const rate = { burst: 100_000, perMs: 1 };
  acme = await AppUnderAttack.start({ pairingRates: { perAddress: rate, perName: rate, total: rate } });
  app = await computer.launch();
  own = { signing: await generateKey('ES256'), encryption: await generateKey('ECDH-ES') };
});
beforeEach(() => {
  acme.middleman.instead.clear();
  acme.middleman.posted.length = 0;
});
afterAll(async () => {
  await app.close();
  await acme.dispose();
});

/** What the attacker can learn of what the app has posted, with all keys he has. */
async function readsAny(posted: readonly string[]): Promise<boolean> {
  const read = await Promise.all(
    posted.map(async (body) => await decryptWith([own.encryption], body).then(Boolean, () => body.includes('"key"'))),
  );
  return read.includes(true);
}

/** A pairing that the attacker watches and whose key he keeps from being used: the app's message reaches nobody else. */
async function intercepted(): Promise<{ page: PairingPage; seen: string }> {
  const page = await acme.organisation.pairingPage();
  acme.middleman.instead.set(PAIRING, 'no');
  await app.pairByLink(page.link);
  await app.ask('pairing:cancel', undefined);
  const seen = acme.middleman.posted.at(-1);
  if (seen === undefined) throw new Error('the app has posted nothing');
  return { page, seen };
}

async function post(body: string): Promise<{ status: number; text: string }> {
  const reply = await fetch(`http://127.0.0.1:${acme.middleman.target}${PAIRING}`, {
    method: 'POST',
    headers: { 'content-type': 'application/jose' },
    body,
  });
  return { status: reply.status, text: await reply.text() };
}

/** Whether a reply of the verifier gave the attacker a seed, or an account for his own device key. */
async function isGain({ status, text }: { status: number; text: string }): Promise<boolean> {
  if (status !== 200) return false;
  const { aud, secret } = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as { aud: string; secret: string };
  const isOpen = await decryptWith([own.encryption], secret).then(Boolean, () => false);
  return isOpen || aud === (await thumbprint(own.signing));
}

/** An attacker's own proof around a key he does not know. */
async function ownProof(key: string, jti = 'own'): Promise<string> {
  const device = { name: 'Evil', platform: 'linux', osVersion: '1', appVersion: '1' };
  const payload = { v: 1, aud: acme.organisation.issuer, jti, key, encryptionKey: publicJwk(own.encryption), device };
  return await forge({ alg: 'ES256', typ: 'deskfob-pairing+jwt', jwk: publicJwk(own.signing) }, payload, own.signing);
}

attack('network', 'the message with the pairing key is read, or searched for the key', async () => {
  const { page, seen } = await intercepted();
  const { key } = parsePairingLink(page.link);
  return (await readsAny([seen])) || seen.includes(key) || Buffer.from(seen, 'base64').includes(key);
});

attack('network', 'the message is sent before the app sends it, to have the account or its seed', async () => {
  const { page, seen } = await intercepted();
  const first = await post(seen);
  if (first.status !== 200) throw new Error(`the true message was not taken: ${first.text}`);
  const again = await post(seen);
  const count = (await acme.organisation.accountIds()).length;
  const isMore = first.text !== again.text || (await acme.organisation.accountIds()).length !== count;
  return (await isGain(first)) || (await isGain(again)) || isMore || (await acme.organisation.api.pairing(page.id)).state !== 'waiting';
});

attack('network', 'the message is changed, so that the account is for a key of the attacker', async () => {
  const { page, seen } = await intercepted();
  const { epk: _, ...header } = JSON.parse(Buffer.from(seen.split('.')[0] ?? '', 'base64url').toString()) as { epk: object };
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [, , nonce = '', body = '', tag = ''] = seen.split('.');
  const bytes = Buffer.from(body, 'base64url');
  const flipped = (at: number): string => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return withPart(seen, 3, copy.toString('base64url'));
  };
  const tries = await tryEach(
    {
      'another ephemeral key': `${encoded({ ...header, epk: publicJwk(own.encryption) })}..${nonce}.${body}.${tag}`,
      'an ephemeral point off the curve': `${encoded({ ...header, epk: { ...publicJwk(own.encryption), x: 'A'.repeat(43) } })}..${nonce}.${body}.${tag}`,
      'a bit near the front': flipped(3),
      'a bit in the middle': flipped(bytes.length >> 1),
      'a bit at the end': flipped(bytes.length - 1),
      'half of it': withPart(seen, 3, bytes.subarray(0, bytes.length >> 1).toString('base64url')),
      'no tag': withPart(seen, 4, ''),
      'a short tag': withPart(seen, 4, tag.slice(0, 8)),
      'another nonce': withPart(seen, 2, 'A'.repeat(16)),
      'an encrypted key': withPart(seen, 1, 'AAAA'),
      'the message as a proof': await ownProof(seen.slice(0, 26)),
    },
    async (changed) => (await post(changed)).status === 200,
  );
  return { ...tries, successes: tries.successes + Number((await acme.organisation.api.pairing(page.id)).state !== 'unused') };
});

attack('network', 'an honest message comes with a header that asks for something weaker', async () => {
  const page = await acme.organisation.pairingPage();
  const device = await TestDevice.make(acme.organisation.issuer);
  const good = await device.pairingMessage(parsePairingLink(page.link).key);
  const header = JSON.parse(Buffer.from(good.split('.')[0] ?? '', 'base64url').toString()) as object;
  const changes: Record<string, object> = {
    'direct use of a shared key': { alg: 'dir' },
    RSA: { alg: 'RSA-OAEP' },
    'RSA of old': { alg: 'RSA1_5' },
    'wrapped keys': { alg: 'ECDH-ES+A256KW' },
    passwords: { alg: 'PBES2-HS256+A128KW', p2c: 1, p2s: 'AAAA' },
    'no algorithm': { alg: 'none' },
    'a smaller cipher': { enc: 'A128GCM' },
    'a cipher with padding': { enc: 'A128CBC-HS256' },
    compression: { zip: 'DEF' },
    'agreement data': { apu: 'AAAA' },
    'a critical member': { crit: ['exp'], exp: 1 },
    'an embedded key': { jwk: publicJwk(own.encryption) },
    'a key that the verifier does not have': { kid: await thumbprint(own.encryption) },
  };
  return await tryEach(changes, async (change) => {
    const changed = Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url');
    return (await post(withPart(good, 0, changed))).status === 200 || (await acme.organisation.api.pairing(page.id)).state !== 'unused';
  });
});

attack('network', 'a proof is sent as it is, unencrypted, or signed by another key than it proves', async () => {
  const page = await acme.organisation.pairingPage();
  const { key } = parsePairingLink(page.link);
  const device = await TestDevice.make(acme.organisation.issuer);
  const stolen = await device.pairingProof(key);
  const payload = JSON.parse(Buffer.from(stolen.split('.')[1] ?? '', 'base64url').toString()) as object;
  const jwk = publicJwk(device.deviceKey);
  const typ = 'deskfob-pairing+jwt';
  const mine = { ...payload, encryptionKey: publicJwk(own.encryption) };
  const proofs: Record<string, string> = {
    'its key in the header, signed by the attacker': await forge({ alg: 'ES256', typ, jwk }, mine, own.signing),
    'changed under the signature': withPart(stolen, 1, Buffer.from(JSON.stringify(mine)).toString('base64url')),
    'no signature': `${Buffer.from(JSON.stringify({ alg: 'none', typ, jwk })).toString('base64url')}.${stolen.split('.')[1] ?? ''}.`,
    'a private key in the header': await forge({ alg: 'ES256', typ, jwk: { ...own.signing } }, mine, own.signing),
    'another audience': await forge({ alg: 'ES256', typ, jwk: publicJwk(own.signing) }, { ...mine, aud: 'https://a.example' }, own.signing),
    'another type': await forge({ alg: 'ES256', typ: 'deskfob-answer+jwt', jwk: publicJwk(own.signing) }, mine, own.signing),
  };
  const tries = await tryEach(proofs, async (proof) => (await post(await device.encrypted(proof))).status === 200);
  const plain = (await post(stolen)).status === 200;
  return { attempts: tries.attempts + 1, successes: tries.successes + Number(plain) };
});

attack('network', 'metadata with an encryption key of the attacker is put in the place of the true one', async () => {
  const told = JSON.parse(Buffer.from((await trueMetadata()).split('.')[1] ?? '', 'base64url').toString()) as { iss: string };
  const evil = { ...told, identity: publicJwk(own.signing), keys: { sig: [publicJwk(own.signing)], enc: [publicJwk(own.encryption)] } };
  const { identity: trueIdentity } = told as unknown as { identity: ReturnType<typeof publicJwk> };
  const documents: Record<string, string> = {
    'with an identity of its own': await signMessage('deskfob-metadata+jwt', evil, own.signing),
    ...(await forgedSignatures('deskfob-metadata+jwt', { ...evil, identity: trueIdentity }, trueIdentity)),
  };
  const page = await acme.organisation.pairingPage();
  return await tryEach(documents, async (document) => {
    acme.middleman.posted.length = 0;
    acme.middleman.instead.set(METADATA, document);
    await app.pairByLink(page.link);
    await app.ask('pairing:cancel', undefined);
    return (await readsAny(acme.middleman.posted)) || app.view().accounts.length > 0;
  });
});

attack('network', 'the same, where the person types the key: nothing is sent before the fingerprint was compared', async () => {
  const told = JSON.parse(Buffer.from((await trueMetadata()).split('.')[1] ?? '', 'base64url').toString()) as object;
  const evil = { ...told, identity: publicJwk(own.signing), keys: { sig: [publicJwk(own.signing)], enc: [publicJwk(own.encryption)] } };
  acme.middleman.instead.set(METADATA, await signMessage('deskfob-metadata+jwt', evil, own.signing));
  const page = await acme.organisation.pairingPage();
  await app.ask('pairing:openName', { signInName: page.signInName, key: page.typedKey });
  await app.ask('pairing:confirm', undefined);
  const shown = app.pairing();
  const isWarned = shown.step === 'fingerprint' && shown.fingerprint !== acme.organisation.verifier.jkt;
  await app.ask('pairing:cancel', undefined);
  return !isWarned || acme.middleman.posted.length > 0;
});

attack('network', 'a grant of the attacker, or of an earlier pairing, answers in the place of the true one', async () => {
  const other = await TestDevice.make(acme.organisation.issuer);
  const key = (link: string): string => parsePairingLink(link).key;
  const earlier = await other.post(await other.pairingMessage(key((await acme.organisation.pairingPage()).link)));
  const grant = JSON.parse(Buffer.from(earlier.text.split('.')[1] ?? '', 'base64url').toString()) as object;
  const [signingKey] = other.metadata.keys.sig;
  if (signingKey === undefined) throw new Error('the verifier has no signing key');
  // The attacker knows neither the device key nor the jti, which are inside the encryption: he guesses the best he can.
  const secret = await encryptFor(publicJwk(own.encryption), JSON.stringify({ passcode: { secret: 'A'.repeat(32) } }));
  const replies: Record<string, string> = {
    'an earlier one': earlier.text,
    'its own': await signMessage('deskfob-account+jwt', { ...grant, secret }, own.signing),
    ...(await forgedSignatures('deskfob-account+jwt', { ...grant, secret }, signingKey)),
    'the metadata': await trueMetadata(),
    'a refusal that is none': '{"error":"approved"}',
  };
  return await tryEach(replies, async (reply) => {
    acme.middleman.instead.set(PAIRING, reply);
    await app.pairByLink((await acme.organisation.pairingPage()).link);
    await app.ask('pairing:cancel', undefined);
    return app.view().accounts.length > 0;
  });
});

attack('network', 'the app is talked down to a connection without TLS', async () => {
  const strict = await app.restart({ development: false });
  const page = await acme.organisation.pairingPage();
  const links = {
    'http in the link': page.link,
    'http elsewhere': formatPairingLink({ issuer: acme.organisation.issuer, key: parsePairingLink(page.link).key }),
    'http spelt otherwise': page.link.replace('http%3A', 'HTTP%3A'),
  };
  const connections = acme.middleman.opened;
  const tries = await tryEach<string>(links, async (link) => {
    await strict.ask('pairing:openLink', { link });
    await strict.ask('pairing:confirm', undefined);
    return strict.pairing().step !== 'none' || acme.middleman.posted.length > 0 || acme.middleman.opened > connections;
  });
  app = await strict.restart();
  return tries;
});

attack('network', 'the host that was typed delegates to an issuer that is not safe or not one', async () => {
  const page = await acme.organisation.pairingPage();
  const path = '/.well-known/deskfob-issuer';
  const issuers = [
    'http://verify.example.com',
    'file:///etc/passwd',
    'https://anna@evil.example',
    'https://evil.example/?a',
    'ftp://a.example',
  ];
  return await tryEach(issuers, async (issuer) => {
    acme.middleman.instead.set(path, JSON.stringify({ v: 1, issuer }));
    await app.ask('pairing:openName', { signInName: page.signInName, key: page.typedKey });
    await app.ask('pairing:confirm', undefined);
    const { step } = app.pairing();
    await app.ask('pairing:cancel', undefined);
    return step !== 'failed' || acme.middleman.posted.length > 0;
  });
});

async function trueMetadata(): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${acme.middleman.target}${METADATA}`)).text();
}
