import { describe, expect, it } from 'vitest';
import { verifyProof } from '../../../../src/protocol/jws.ts';
import { thumbprint } from '../../../../src/protocol/keys.ts';
import { pairingProofSchema } from '../../../../src/protocol/messages/pairing.ts';
import { formatPairingLink } from '../../../../src/protocol/pairingLink.ts';
import { KEYS, LINK_KEY, TYPED_KEY } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { pairingBench } from '../support/pairingBench.ts';
import { account, VERIFIER } from '../support/signing.ts';

describe('PairingFlow: before anything is sent', () => {
  it('asks about the host that a link names, and sends nothing until the person has confirmed it', async () => {
    const { flow, organisation, link, vault } = await pairingBench();
    flow.openLink(link());
    expect(flow.view()).toEqual({
      step: 'confirm',
      host: organisation.host,
      pinned: true,
      fingerprint: VERIFIER.jkt,
      insecure: true,
      already: [],
    });
    flow.openName(`anna@${organisation.host}`, TYPED_KEY);
    expect(flow.view()).toMatchObject({ step: 'confirm', host: organisation.host, signInName: `anna@${organisation.host}`, pinned: false });
    await flow.cancel();
    expect(flow.view()).toEqual({ step: 'none' });
    expect(organisation.asked).toEqual([]);
    expect(await vault.list('pairing')).toEqual([]);
  });

  it('refuses what is no link, no name and no key, and leaves the step as it was', async () => {
    const { flow, organisation, link } = await pairingBench();
    flow.openLink(link());
    for (const text of ['', 'https://verify.example.com', 'deskfob://pair', `${link()}&extra=1`, link().replace('key=K', 'key=!')])
      await expectCode(() => flow.openLink(text), 'link-malformed');
    for (const name of ['anna', '@host', 'anna@', 'anna@host/path', 'anna@b@c'])
      await expectCode(() => flow.openName(name, TYPED_KEY), 'name-malformed');
    for (const key of ['', 'short', `${TYPED_KEY}0`, LINK_KEY])
      await expectCode(() => flow.openName(`anna@${organisation.host}`, key), 'key-malformed');
    expect(flow.view()).toMatchObject({ step: 'confirm', pinned: true });
  });

  it('shows what is wrong with a link that was clicked, which nobody else would be told', async () => {
    const { flow, organisation, link } = await pairingBench();
    flow.openClickedLink('deskfob://pair?issuer=nonsense');
    expect(flow.view()).toMatchObject({ step: 'failed', error: 'link-malformed', retry: false });
    flow.openClickedLink(link());
    expect(flow.view()).toMatchObject({ step: 'confirm', host: organisation.host });
    expect(organisation.asked).toEqual([]);
  });

  it('takes plain http to this computer only under the development flag', async () => {
    const { flow, link, organisation } = await pairingBench(undefined, false);
    await expectCode(() => flow.openLink(link()), 'insecure-verifier');
    flow.openName(`anna@${organisation.host}`, TYPED_KEY);
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'failed', error: 'insecure-verifier', retry: false });
    expect(organisation.asked).toEqual([]);
  });

  it('confirms nothing that is not there', async () => {
    const { flow } = await pairingBench();
    await expectCode(flow.confirm(), 'pairing-nothing-pending');
  });
});

describe('PairingFlow: to a waiting account', () => {
  it('pairs by a link that names the identity key, without another question', async () => {
    const { flow, organisation, accounts, paired, link, verifiers } = await pairingBench();
    flow.openLink(link());
    await flow.confirm();
    const [made] = accounts.all();
    expect(flow.view()).toMatchObject({ step: 'paired', accountId: made?.recordId, displayName: 'Anna Weber', replaced: [] });
    expect(made).toMatchObject({ issuer: organisation.issuer, id: 'acct_new', state: 'waiting', eventSeq: 0 });
    expect(paired).toEqual([made]);
    expect(verifiers.find(organisation.issuer)?.jkt).toBe(VERIFIER.jkt);
    await flow.cancel();
    expect(accounts.all()).toEqual([made]);
  });

  it('proves a fresh key for this account alone, in a body that nobody on the way can read', async () => {
    const { flow, organisation, accounts, link } = await pairingBench();
    flow.openLink(link());
    await flow.confirm();
    const { payload, jwk } = await verifyProof('deskfob-pairing+jwt', organisation.proofs[0] ?? '', pairingProofSchema);
    expect(payload).toMatchObject({ aud: organisation.issuer, key: LINK_KEY, device: { platform: 'linux' } });
    expect(await thumbprint(jwk)).toBe(await thumbprint(accounts.all()[0]?.secrets?.deviceKey ?? KEYS.stranger));
    const body = organisation.bodies[0] ?? '';
    for (const part of body.split('.')) expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain(LINK_KEY);
  });

  it('asks for the fingerprint where nobody has named it, and sends no key before the answer', async () => {
    const { flow, organisation, link } = await pairingBench();
    flow.openLink(link(false));
    expect(flow.view()).toMatchObject({ step: 'confirm', pinned: false });
    await flow.confirm();
    expect(flow.view()).toMatchObject({
      step: 'fingerprint',
      host: organisation.host,
      fingerprint: VERIFIER.jkt,
      organisation: { name: 'Example AG' },
    });
    expect(organisation.asked).toEqual(['GET /.well-known/deskfob']);
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'paired' });
  });

  it('asks no second time about an organisation that is paired already', async () => {
    const { flow, link, accounts } = await pairingBench();
    for (const each of [link(), link(false)]) {
      flow.openLink(each);
      expect(flow.view()).toMatchObject({ pinned: true, fingerprint: VERIFIER.jkt });
      await flow.confirm();
      expect(flow.view()).toMatchObject({ step: 'paired' });
    }
    expect(accounts.all()).toHaveLength(2);
  });

  it('pairs by name and typed key, and asks the host who answers for it', async () => {
    const { flow, organisation } = await pairingBench();
    flow.openName(`anna@${organisation.host}`, 'k7qf-9m2x-4t8w');
    await flow.confirm();
    expect(organisation.asked).toEqual(['GET /.well-known/deskfob-issuer', 'GET /.well-known/deskfob']);
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'paired' });
    const { payload } = await verifyProof('deskfob-pairing+jwt', organisation.proofs[0] ?? '', pairingProofSchema);
    expect(payload).toMatchObject({ name: 'anna', key: TYPED_KEY });
  });

  it('shows the host that a delegation leads to, not the one that was typed', async () => {
    const bench = await pairingBench();
    const other = await pairingBench();
    bench.organisation.delegation = { status: 200, body: JSON.stringify({ v: 1, issuer: other.organisation.issuer }) };
    bench.flow.openName(`anna@${bench.organisation.host}`, TYPED_KEY);
    await bench.flow.confirm();
    expect(bench.flow.view()).toMatchObject({ step: 'fingerprint', host: other.organisation.host });
    expect(bench.organisation.asked).toEqual(['GET /.well-known/deskfob-issuer']);
  });

  it.each([
    [{ status: 200, body: 'Welcome' }, 'verifier-not-found'],
    [{ status: 200, body: '{"v":1,"issuer":"http://evil.example"}' }, 'verifier-not-found'],
    [{ status: 200, body: '{"v":2,"issuer":"https://verify.example.com"}' }, 'verifier-not-found'],
    [{ status: 302, body: '' }, 'verifier-not-found'],
  ])('does not follow a delegation of %j', async (delegation, error) => {
    const { flow, organisation } = await pairingBench();
    organisation.delegation = delegation;
    flow.openName(`anna@${organisation.host}`, TYPED_KEY);
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'failed', error });
    expect(organisation.asked).toEqual(['GET /.well-known/deskfob-issuer']);
  });

  it('takes the place of dead entries of the same person, and says which', async () => {
    const { flow, organisation, accounts, link } = await pairingBench();
    const { issuer } = organisation;
    await accounts.save(account({ recordId: 'dead', issuer, id: 'old', state: 'rejected', pairedAtMs: 7 }));
    await accounts.save(account({ recordId: 'alive', issuer, id: 'other', state: 'active' }));
    flow.openLink(link());
    await flow.confirm();
    expect(flow.view()).toMatchObject({
      step: 'paired',
      replaced: [{ organisation: 'Example AG', subscriber: 'Anna Weber', pairedAtMs: 7 }],
    });
    expect(accounts.get('dead')).toBeUndefined();
    expect(accounts.get('alive')).toBeDefined();
  });
});

describe('PairingFlow: when it fails', () => {
  it('says refused, forgets the keys, and offers no other try', async () => {
    const { flow, organisation, vault, link } = await pairingBench();
    organisation.next = { status: 403, body: '{"error":"refused"}' };
    flow.openLink(link());
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'failed', error: 'pairing-refused', retry: false });
    expect(await vault.list('pairing')).toEqual([]);
    await expectCode(flow.confirm(), 'pairing-nothing-pending');
  });

  it.each([
    [{ status: 429, body: '' }, 'pairing-throttled', true],
    [{ status: 503, body: '' }, 'pairing-interrupted', true],
    [{ status: 400, body: '{"error":"unavailable"}' }, 'pairing-interrupted', true],
    [{ status: 400, body: '{"error":"malformed"}' }, 'verifier-invalid', false],
    [{ status: 400, body: '{"error":"unsupported"}' }, 'verifier-unsupported', false],
    [{ status: 418, body: '<html>' }, 'verifier-invalid', false],
    [{ status: 200, body: 'not a message' }, 'verifier-invalid', false],
  ])('words %j as %s', async (next, error, retry) => {
    const { flow, organisation, accounts, link } = await pairingBench();
    organisation.next = next;
    flow.openLink(link());
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'failed', error, retry });
    expect(accounts.all()).toEqual([]);
  });

  it('does not pair with another identity key than the link names, and sends it nothing', async () => {
    const { flow, organisation, link } = await pairingBench();
    organisation.identity = KEYS.stranger;
    flow.openLink(link());
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'failed', error: 'thumbprint-mismatch', retry: false });
    expect(organisation.proofs).toEqual([]);
  });

  it('does not let a clicked link change the question on the screen', async () => {
    const { flow, organisation, link } = await pairingBench();
    flow.openLink(link());
    const asked = flow.view();
    flow.openClickedLink(formatPairingLink({ issuer: 'http://127.0.0.1:1', key: LINK_KEY }));
    flow.openClickedLink('deskfob://nonsense');
    expect(flow.view()).toEqual(asked);
    await flow.confirm();
    expect(organisation.proofs).toHaveLength(1);
  });

  it('takes no answer to a clicked link before it could be read', async () => {
    const { flow, organisation, link, clock } = await pairingBench();
    flow.openClickedLink(link());
    await expectCode(flow.confirm(), 'request-too-early');
    expect(flow.view()).toMatchObject({ step: 'confirm' });
    expect(organisation.asked).toEqual([]);
    clock.advance(700);
    await flow.confirm();
    expect(flow.view()).toMatchObject({ step: 'paired' });
  });

  it('says what is wrong with a clicked link, and opens a good one', async () => {
    const { flow, link } = await pairingBench();
    flow.openClickedLink('deskfob://nonsense');
    expect(flow.view()).toEqual({ step: 'failed', host: '', error: 'link-malformed', retry: false });
    flow.openClickedLink(link());
    expect(flow.view()).toMatchObject({ step: 'confirm' });
  });

  it('can try a host again that did not answer', async () => {
    const { flow } = await pairingBench();
    flow.openLink(formatPairingLink({ issuer: 'http://127.0.0.1:1', key: LINK_KEY }));
    await flow.confirm();
    expect(flow.view()).toEqual({ step: 'failed', host: '127.0.0.1:1', error: 'verifier-unreachable', retry: true });
    await flow.confirm();
    expect(flow.view()).toMatchObject({ error: 'verifier-unreachable' });
  });
});
