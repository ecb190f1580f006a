import { describe, expect, it } from 'vitest';
import { VaultError } from '../../../../src/main/vault/VaultError.ts';
import { formatPairingLink } from '../../../../src/protocol/pairingLink.ts';
import { LINK_KEY, TYPED_KEY } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { coreBench } from '../support/coreBench.ts';
import { signEvent } from '../support/signing.ts';

const LOCKED = new VaultError('vault-locked', 'locked');
const LINK = formatPairingLink({ issuer: 'https://verify.example.com', key: LINK_KEY });

describe('Session: a vault that does not open', () => {
  it('says so with the names of the accounts, connects nowhere, and opens on a later try', async () => {
    const settings = { content: undefined as unknown };
    const first = await coreBench(settings);
    await first.core.session.open();
    const bench = await coreBench(settings);
    bench.disk.store.trouble = LOCKED;
    await bench.core.session.open();
    expect(bench.core.views.current()).toMatchObject({
      vault: { state: 'failed', error: 'vault-locked', accounts: [{ organisation: 'Example AG', subscriber: 'Anna Weber' }] },
      accounts: [],
      requests: [],
      verifiers: [],
      activity: [],
    });
    expect(bench.side.peers).toEqual([]);
    bench.disk.store.trouble = undefined;
    await bench.core.intents['vault:retry'](undefined);
    await bench.online();
    expect(bench.core.views.current().vault).toEqual({ state: 'open' });
  });

  it('pairs nothing into it', async () => {
    const bench = await coreBench();
    bench.disk.store.trouble = LOCKED;
    await bench.core.session.open();
    await expectCode(async () => await bench.core.intents['pairing:openLink']({ link: LINK }), 'vault-locked');
    await expectCode(
      async () => await bench.core.intents['pairing:openName']({ signInName: 'anna@verify.example.com', key: TYPED_KEY }),
      'vault-locked',
    );
    bench.core.openLink(LINK);
    expect(bench.core.views.current().pairing).toEqual({ step: 'none' });
  });

  it('starts over with an empty one when the person wishes', async () => {
    const bench = await coreBench();
    bench.disk.store.trouble = LOCKED;
    await bench.core.session.open();
    await expectCode(async () => await bench.core.intents['vault:startOver'](undefined), 'vault-locked');
    bench.disk.store.trouble = undefined;
    await bench.core.intents['vault:startOver'](undefined);
    expect(bench.core.views.current()).toMatchObject({ vault: { state: 'open' }, accounts: [], activity: [] });
  });

  it('deletes no vault that works, whatever a page asks', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    await bench.online();
    await expectCode(async () => await bench.core.intents['vault:startOver'](undefined), 'bad-arguments');
    expect(bench.core.views.current().accounts).toHaveLength(1);
  });
});

describe('Session: an open vault', () => {
  it('is not read again while it is open, so that a decision is never lost on the way', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    const peer = await bench.online();
    await bench.request(peer);
    const id = 'rec-anna.req-1';
    await bench.core.intents['requests:displayed']({ id });
    bench.clock.advance(700);
    await Promise.all([
      bench.core.intents['vault:retry'](undefined),
      bench.core.intents['requests:decide']({ id, decision: 'deny' }),
      bench.core.intents['vault:retry'](undefined),
    ]);
    await bench.core.intents['vault:retry'](undefined);
    await expectCode(
      async () => await bench.core.intents['requests:decide']({ id, decision: 'approve', number: '042917' }),
      'request-decided',
    );
    expect(await peer.next('answer')).toHaveLength(1);
    expect(bench.arrivals).toEqual([id]);
  });

  it('removes an account at once and tells the verifier until it confirms', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    const peer = await bench.online();
    await bench.request(peer);
    await bench.core.intents['accounts:remove']({ id: 'rec-anna' });
    expect(bench.core.views.current()).toMatchObject({ accounts: [], requests: [{ outcome: 'cancelled' }], verifiers: [] });
    expect(bench.core.views.current().activity.map(({ type }) => type)).toContain('removed');
    await peer.next('remove');
    peer.send({ type: 'event', event: await signEvent(1, { iss: bench.side.issuer, event: 'removed', reason: 'device' }) });
    await peer.closed();
    await expectCode(async () => await bench.core.intents['accounts:remove']({ id: 'rec-anna' }), 'account-unknown');
  });

  it('brings the farewell also after a restart, when no account is left', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    await bench.side.peer();
    await bench.core.intents['accounts:remove']({ id: 'rec-anna' });
    await bench.core.session.wake();
    const second = await bench.side.peer(2);
    second.send({ type: 'hello', nonce: 'c2l4dGVlbi1ieXRlcy1vZi1ub25jZQ' });
    expect(await second.next('remove')).toHaveLength(1);
  });

  it('connects anew after sleep and calls missed what ran out', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    await bench.request(await bench.online());
    bench.clock.sleep(3_600_000);
    await bench.core.session.wake();
    expect(bench.core.views.current().requests).toMatchObject([{ phase: 'settled', outcome: 'missed' }]);
    await bench.side.peer(2);
  });

  it('locks the vault and leaves its sockets when it closes', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    const peer = await bench.online();
    await bench.core.session.close();
    await peer.closed();
    await expectCode(async () => await bench.core.intents['accounts:remove']({ id: 'rec-anna' }), 'vault-locked');
  });
});
