import { describe, expect, it } from 'vitest';
import type { PendingPairing } from '../../../../src/main/pairing/PendingPairing.ts';
import { openGrant } from '../../../../src/main/pairing/openGrant.ts';
import { encryptFor } from '../../../../src/protocol/jwe.ts';
import { publicJwk, thumbprint } from '../../../../src/protocol/keys.ts';
import { grant, ISSUER, KEYS, SECRET } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { NOW_MS, sign, VERIFIER } from '../support/signing.ts';

const pending: PendingPairing = {
  recordId: 'p',
  issuer: ISSUER,
  jkt: VERIFIER.jkt,
  jti: 'pair-1',
  deviceKey: KEYS.device,
  encryptionKey: KEYS.pairing,
  proof: '',
  startedAtMs: 0,
};
const seal = async (text: string, key = KEYS.pairing): Promise<string> => await encryptFor(publicJwk(key), text);
const SEALED = await seal(JSON.stringify(SECRET));

const open = async (change: object = {}, key = KEYS.signing): Promise<unknown> =>
  await openGrant(await sign('deskfob-account+jwt', { ...(await grant(SEALED)), ...change }, key), pending, VERIFIER, NOW_MS);

describe('openGrant', () => {
  it('makes a waiting account of a grant to this key and this proof', async () => {
    expect(await open()).toMatchObject({
      issuer: ISSUER,
      state: 'waiting',
      subscriber: 'anna',
      pairedAtMs: NOW_MS,
      secrets: { deviceKey: KEYS.device, passcode: SECRET.passcode },
    });
  });

  it('refuses a grant to another device key or another proof', async () => {
    await expectCode(open({ aud: await thumbprint(KEYS.stranger) }), 'wrong-audience');
    await expectCode(open({ jti: 'pair-2' }), 'wrong-audience');
  });

  it('refuses a grant that the verifier has not signed', async () => {
    for (const key of [KEYS.stranger, KEYS.identity, KEYS.device]) await expectCode(open({}, key), 'unknown-key');
    await expectCode(open({ iss: 'https://other.example.org' }), 'wrong-issuer');
    const [header = '', , signature = ''] = (await sign('deskfob-account+jwt', await grant(SEALED))).split('.');
    const changed = Buffer.from(
      JSON.stringify({ ...(await grant(SEALED)), account: { id: 'x', subscriber: 'eve', displayName: 'Eve' } }),
    ).toString('base64url');
    await expectCode(openGrant(`${header}.${changed}.${signature}`, pending, VERIFIER, NOW_MS), 'bad-signature');
    await expectCode(openGrant(await sign('deskfob-attached+jwt', await grant(SEALED)), pending, VERIFIER, NOW_MS), 'bad-header');
  });

  it('refuses a secret that was sealed for another key, and one of another shape', async () => {
    await expectCode(open({ secret: await seal(JSON.stringify(SECRET), KEYS.stranger) }), 'unknown-key');
    await expectCode(open({ secret: `${SEALED.slice(0, -6)}AAAAAA` }), 'cannot-decrypt');
    await expectCode(open({ secret: await seal('not json') }), 'malformed');
    await expectCode(open({ secret: await seal(JSON.stringify({ passcode: { ...SECRET.passcode, digits: 4 } })) }), 'malformed');
    await expectCode(open({ secret: await seal(JSON.stringify({ passcode: { ...SECRET.passcode, secret: 'SHORT' } })) }), 'malformed');
  });
});
