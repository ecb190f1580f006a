import { describe, expect, it } from 'vitest';
import { type CoreBench, coreBench } from '../support/coreBench.ts';
import { signEvent } from '../support/signing.ts';
import type { Peer } from '../support/VerifierSide.ts';

const ID = 'rec-anna.req-1';
const plain = { match: { type: 'none' }, userVerification: 'discouraged', proximity: 'near' };

async function started(settings?: { content: unknown }): Promise<{ bench: CoreBench; peer: Peer }> {
  const bench = await coreBench(settings);
  await bench.core.session.open();
  bench.core.notifications.ready();
  return { bench, peer: await bench.online() };
}

const phaseOf = ({ core }: CoreBench): string | undefined => core.views.current().requests[0]?.phase;

describe('Notifications', () => {
  it('approves with one click what asks for no more', async () => {
    const { bench, peer } = await started();
    await bench.request(peer, plain);
    expect(bench.notifications.of(ID)).toMatchObject({ title: 'Sign-in to Payroll', approve: 'Approve', deny: 'Deny' });
    bench.clock.advance(700);
    bench.notifications.press(ID, 'approve');
    expect((await peer.next('answer'))[0]).toBeDefined();
    expect(bench.notifications.standing.size).toBe(0);
    expect(bench.window.shown).toEqual([]);
  });

  it('opens the window for a press that came too soon, or asks for more', async () => {
    const { bench, peer } = await started();
    await bench.request(peer, plain);
    bench.notifications.press(ID, 'approve');
    await expect.poll(() => bench.window.shown).toEqual([ID]);
    await bench.request(peer, { jti: 'req-2' });
    bench.clock.advance(700);
    bench.notifications.press('rec-anna.req-2', 'approve');
    await expect.poll(() => bench.window.shown).toEqual([ID, 'rec-anna.req-2']);
    expect(phaseOf(bench)).toBe('open');
  });

  it('counts only what the system says that it shows, and for that showing alone', async () => {
    const { bench, peer } = await started();
    bench.notifications.confirms = false;
    await bench.request(peer, plain);
    bench.clock.advance(5_000);
    const { token } = bench.notifications.of(ID);
    const { listener } = bench.notifications;
    listener.onShown(ID, 'another');
    listener.onAction(ID, 'another', 'approve');
    bench.clock.advance(5_000);
    bench.notifications.press(ID, 'approve');
    await expect.poll(() => bench.window.shown).toEqual([ID, ID]);
    // The press has ended that showing; the very same one said again is of nothing.
    listener.onShown(ID, token);
    bench.clock.advance(5_000);
    listener.onAction(ID, token, 'approve');
    await expect.poll(() => bench.window.shown).toHaveLength(3);
    expect(phaseOf(bench)).toBe('open');
  });

  it('denies at once, also from a showing of a process that is gone', async () => {
    const { bench, peer } = await started();
    await bench.request(peer);
    bench.notifications.listener.onAction(ID, 'of-yesterday', 'deny');
    await peer.next('answer');
    expect(bench.window.shown).toEqual([]);
  });

  it('keeps what was pressed before the requests were read', async () => {
    const { bench, peer } = await started();
    await bench.request(peer);
    const again = await coreBench();
    again.notifications.listener.onAction(ID, 'of-yesterday', 'open');
    await again.core.session.open();
    await again.request(await again.online());
    expect(again.window.shown).toEqual([]);
    again.core.notifications.ready();
    expect(again.window.shown).toEqual([ID]);
  });

  it('withdraws what has ended by the verifier’s word or by the clock', async () => {
    const { bench, peer } = await started();
    await bench.request(peer);
    await bench.request(peer, { jti: 'req-2' });
    peer.send({
      type: 'event',
      event: await signEvent(1, { iss: bench.side.issuer, event: 'cancelled', request: 'req-1', reason: 'withdrawn' }),
    });
    await expect.poll(() => [...bench.notifications.standing.keys()]).toEqual(['rec-anna.req-2']);
    bench.clock.advance(60_000);
    await expect.poll(() => bench.notifications.standing.size).toBe(0);
  });

  it('alerts once more, also where it was dismissed, and never about what has ended', async () => {
    const { bench, peer } = await started();
    await bench.request(peer);
    const first = bench.notifications.of(ID);
    bench.notifications.standing.delete(ID);
    bench.notifications.listener.onGone(ID, first.token);
    bench.core.notifications.alert(ID);
    expect(bench.notifications.of(ID).token).not.toBe(first.token);
    bench.clock.advance(60_000);
    await expect.poll(() => bench.notifications.standing.size).toBe(0);
    bench.core.notifications.alert(ID);
    expect(bench.notifications.standing.size).toBe(0);
  });

  it('shows again what a service that went away has lost', async () => {
    const { bench, peer } = await started();
    await bench.request(peer);
    const { token } = bench.notifications.of(ID);
    bench.notifications.listener.onAvailable();
    expect(bench.notifications.shown).toHaveLength(1);
    bench.notifications.listener.onGone(ID, token);
    bench.notifications.listener.onAvailable();
    expect(bench.notifications.shown).toHaveLength(2);
  });

  it('speaks the language of the settings, and is silent where it is not wanted', async () => {
    const { bench, peer } = await started();
    await bench.request(peer);
    await bench.core.intents['settings:change']({ language: 'de' });
    expect(bench.notifications.of(ID).title).toBe('Anmeldung bei Payroll');
    await bench.core.intents['settings:change']({ notifications: false });
    expect(bench.notifications.standing.size).toBe(0);
    await bench.request(peer, { jti: 'req-2' });
    expect(bench.notifications.standing.size).toBe(0);
    await bench.core.intents['settings:change']({ notifications: true });
    expect([...bench.notifications.standing.keys()].toSorted()).toEqual([ID, 'rec-anna.req-2']);
  });

  it('brings the window up when the decision could not be kept', async () => {
    const { bench, peer } = await started();
    await bench.request(peer, plain);
    bench.clock.advance(700);
    await bench.core.session.close();
    bench.notifications.press(ID, 'approve');
    await expect.poll(() => bench.window.shown).toEqual([ID]);
    expect(bench.failures.some((failure) => failure.startsWith('notification approve: '))).toBe(true);
  });

  it('says in the view whether notifications get through', async () => {
    const { bench } = await started();
    expect(bench.core.views.current().app.notifications).toBe('working');
    bench.notifications.current = 'silenced';
    const before = bench.views.length;
    bench.notifications.listener.onState();
    await expect.poll(() => bench.views.length).toBeGreaterThan(before);
    expect(bench.views.at(-1)?.app.notifications).toBe('silenced');
  });
});
