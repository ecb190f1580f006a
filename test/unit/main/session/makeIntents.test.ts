import { describe, expect, it } from 'vitest';
import { expectCode } from '../support/codes.ts';
import { coreBench } from '../support/coreBench.ts';

const ID = 'rec-anna.req-1';

describe('makeIntents', () => {
  it('believes no page that a request was displayed while the window is not visible', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    await bench.request(await bench.online());
    bench.window.visible = false;
    await expectCode(async () => await bench.core.intents['requests:displayed']({ id: ID }), 'request-unknown');
    await expectCode(async () => await bench.core.intents['requests:decide']({ id: ID, decision: 'deny' }), 'request-too-early');
    bench.window.visible = true;
    await expectCode(async () => await bench.core.intents['requests:displayed']({ id: 'rec-anna.other' }), 'request-unknown');
    await bench.core.intents['requests:displayed']({ id: ID });
    bench.clock.advance(700);
    // Hidden, or on a screen that was locked: what the person sees afterwards is displayed anew.
    bench.core.outOfSight();
    await expectCode(async () => await bench.core.intents['requests:decide']({ id: ID, decision: 'deny' }), 'request-too-early');
    expect(bench.core.views.current().requests[0]).not.toHaveProperty('approveInMs');
    await bench.core.intents['requests:displayed']({ id: ID });
    bench.clock.advance(700);
    await bench.core.intents['requests:decide']({ id: ID, decision: 'deny' });
    expect(bench.core.views.current().requests).toMatchObject([{ phase: 'sending', decision: 'deny' }]);
  });

  it('brings up only what is there', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    await bench.request(await bench.online());
    await bench.core.intents['requests:show']({ id: ID });
    expect(bench.window.shown).toEqual([ID]);
    await expectCode(async () => await bench.core.intents['requests:show']({ id: 'other' }), 'request-unknown');
  });

  it('copies the passcode in main and tells the page only for how long', async () => {
    const bench = await coreBench({ content: { version: 1, settings: { clearClipboardSeconds: 10 }, accountNames: [] } });
    await bench.core.session.open();
    await bench.online();
    const code = bench.core.views.passcodes()['rec-anna']?.current;
    expect(await bench.core.intents['passcodes:copy']({ id: 'rec-anna' })).toEqual({ clearedInMs: 10_000 });
    expect(bench.clipboard.text).toBe(code);
    bench.clock.advance(10_000);
    await expect.poll(() => bench.clipboard.text).toBe('');
    await expectCode(async () => await bench.core.intents['passcodes:copy']({ id: 'nobody' }), 'account-unknown');
  });

  it('pins an account, or no longer', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    const isPinned = (): boolean | undefined => bench.core.views.current().accounts[0]?.pinned;
    await bench.core.intents['accounts:pin']({ id: 'rec-anna', pinned: true });
    expect(isPinned()).toBe(true);
    await bench.core.intents['accounts:pin']({ id: 'rec-anna', pinned: false });
    expect(isPinned()).toBe(false);
    await expectCode(async () => await bench.core.intents['accounts:pin']({ id: 'nobody', pinned: true }), 'account-unknown');
  });

  it('changes settings one by one', async () => {
    const bench = await coreBench();
    await bench.core.intents['settings:change']({ theme: 'dark' });
    expect(bench.core.views.current().settings).toMatchObject({ theme: 'dark', language: 'system' });
  });
});
