import { beforeAll, describe, expect, it } from 'vitest';
import { Accounts } from '../../../../src/main/accounts/Accounts.ts';
import { verifyRequest } from '../../../../src/main/requests/verifyRequest.ts';
import { KEYS, NOW, plainRequest, request } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { vaultOn, type Disk } from '../support/folders.ts';
import { MemoryKeyStore } from '../support/MemoryKeyStore.ts';
import { account, NOW_MS, OTHER, OTHER_KEY, sign, signRequest, VERIFIER } from '../support/signing.ts';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('verifyRequest', () => {
  let accounts: Accounts;

  beforeAll(async () => {
    const disk: Disk = { folder: await mkdtemp(join(tmpdir(), 'deskfob-test-')), store: new MemoryKeyStore() };
    accounts = new Accounts(await vaultOn(disk), () => {});
    await accounts.save(account());
    await accounts.save(account({ recordId: 'rec-new', id: 'acct_waiting', state: 'waiting' }));
    await accounts.save(account({ recordId: 'rec-sus', id: 'acct_suspended', state: 'suspended' }));
    await accounts.save(account({ recordId: 'rec-rej', id: 'acct_rejected', state: 'rejected' }));
    const { secrets: _, ...gone } = account({ recordId: 'rec-gone', id: 'acct_gone', state: 'removed' });
    await accounts.save(gone);
    await accounts.save(account({ recordId: 'rec-other', issuer: OTHER.issuer, id: 'acct_other' }));
  });

  const verify = async (jws: string, verifier = VERIFIER, nowMs = NOW_MS): Promise<unknown> =>
    await verifyRequest(jws, verifier, accounts, nowMs);

  it('believes what the account’s own verifier signed for it', async () => {
    expect(await verify(await signRequest())).toMatchObject({ account: { recordId: 'rec-anna' }, request });
  });

  it('refuses a request of anybody else’s key', async () => {
    await expectCode(verify(await signRequest({}, KEYS.stranger)), 'unknown-key');
    await expectCode(verify(await signRequest({}, KEYS.identity)), 'unknown-key');
    await expectCode(verify(await signRequest({}, KEYS.device)), 'unknown-key');
  });

  it('refuses a changed request', async () => {
    const [header = '', , signature = ''] = (await signRequest()).split('.');
    const other = Buffer.from(JSON.stringify({ ...request, application: { name: 'Bank' } })).toString('base64url');
    await expectCode(verify(`${header}.${other}.${signature}`), 'bad-signature');
  });

  it('refuses one organisation’s request about an account of another', async () => {
    await expectCode(verify(await signRequest({ aud: 'acct_other' })), 'wrong-audience');
    await expectCode(verify(await signRequest({ iss: OTHER.issuer, aud: 'acct_other' }, OTHER_KEY)), 'unknown-key');
    // Its own channel and its own key, yet it names the other organisation.
    await expectCode(verify(await signRequest({ aud: 'acct_other' }, OTHER_KEY), OTHER), 'wrong-issuer');
  });

  it('refuses another kind of message with the same content', async () => {
    await expectCode(verify(await sign('deskfob-event+jwt', request)), 'bad-header');
  });

  it('refuses what has run out by the verifier’s time, and takes it a millisecond before', async () => {
    await expectCode(verify(await signRequest(), VERIFIER, request.exp * 1000), 'expired');
    expect(await verify(await signRequest(), VERIFIER, request.exp * 1000 - 1)).toMatchObject({ request });
  });

  it('refuses a life of more than 300 s', async () => {
    await expectCode(verify(await signRequest({ exp: NOW + 301 })), 'lifetime-too-long');
    expect(await verify(await signRequest({ exp: NOW + 300 }))).toMatchObject({ request: { exp: NOW + 300 } });
  });

  it('asks nothing of accounts that are unknown or gone', async () => {
    await expectCode(verify(await signRequest({ aud: 'acct_nobody' })), 'wrong-audience');
    await expectCode(verify(await signRequest({ aud: 'acct_gone' })), 'wrong-audience');
  });

  it('lets only active accounts sign in, and only waiting ones confirm their pairing', async () => {
    for (const aud of ['acct_waiting', 'acct_suspended', 'acct_rejected'])
      await expectCode(verify(await signRequest({ aud })), 'unsupported');
    const pairing = { kind: 'pairing' };
    expect(await verify(await signRequest({ ...pairing, aud: 'acct_waiting' }))).toMatchObject({ request: pairing });
    for (const aud of ['acct_suspended', 'acct_rejected', request.aud])
      await expectCode(verify(await signRequest({ ...pairing, aud })), 'unsupported');
  });

  it('confirms no pairing without six digits', async () => {
    await expectCode(verify(await sign('deskfob-request+jwt', { ...plainRequest, aud: 'acct_waiting' })), 'unsupported');
  });

  it('refuses what it cannot read, and more than a frame holds', async () => {
    await expectCode(verify('a.b.c'), 'malformed');
    await expectCode(verify(`${'a'.repeat(70_000)}.b.c`), 'too-large');
    await expectCode(verify(await signRequest({ match: { type: 'dance' } })), 'unsupported');
    await expectCode(verify(await signRequest({ must: ['dance'] })), 'unsupported');
  });
});
