import { afterAll, describe } from 'vitest';
import { type Argument, type Channel, channelNames } from '../../src/bridge/channels.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Organisation } from '../harness/app/Organisation.ts';
import { attack } from './attack.ts';

const PIN = '271828';
await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

const computer = await freshComputer({ later: afterAll });
let app: AppCore = await organisation.pairedApp(computer);
await app.ask('pin:set', { pin: PIN });

/** The app started anew, and whatever waits after wrong PINs is over. */
async function fresh(): Promise<AppCore> {
  app = await app.restart();
  return app;
}

/** Somebody who knows the PIN comes back: the next attack meets an app as it was. */
async function ownerReturns(): Promise<void> {
  computer.clock.advance(3_600_000);
  const unlocked = await app.ask('lock:open', { pin: PIN });
  if (!unlocked.ok) throw new Error(`the owner cannot get in any more: ${unlocked.error}`);
}

/** One good argument for each channel that takes one. */
function goodArguments(id: string, request: string): { [C in Channel]?: Argument<C> } {
  return {
    'pairing:openLink': { link: 'deskfob://pair?x' },
    'pairing:openName': { signInName: 'anna@localhost', key: 'K7QF9M2X4T8W' },
    'requests:displayed': { id: request },
    'requests:decide': { id: request, decision: 'deny' },
    'requests:show': { id: request },
    'accounts:remove': { id },
    'passcodes:copy': { id },
    'settings:change': { theme: 'dark' },
    'protection:change': { changes: { lock: 'off', verifyApprovals: false } },
    'pin:set': { pin: '802317' },
    'pin:remove': { current: '802317' },
    'lock:open': {},
    'capture:allow': { allow: true },
  };
}

describe('a script in a page of an app that is locked', () => {
  attack('renderer', 'calls every channel, and gets something done or told', async () => {
    const { id } = app.account();
    const asked = await organisation.signIn('vpn');
    const request = await app.openRequest();
    app.leave();
    const before = JSON.stringify(app.view().settings);
    computer.says = false;
    const args = goodArguments(id, request.id);
    const channels = channelNames().filter((channel) => channel !== 'app:view');
    const replies = await Promise.all(channels.map(async (channel) => await app.ask(channel, args[channel] as never)));
    computer.says = true;
    const got = replies.filter((reply) => reply.ok).length;
    const changed = JSON.stringify(app.view().settings) !== before || !app.view().protection.locked || computer.clipboardText !== '';
    await ownerReturns();
    const isThere = app.view().accounts.length === 1 && (await organisation.api.transaction(asked.id)).status !== 'denied';
    await organisation.withdraw(asked);
    return { attempts: channels.length, successes: got + (changed || !isThere ? 1 : 0) };
  });

  attack('renderer', 'looks at the screens: locked, behind other windows, and without a pause', async () => {
    computer.screens = [{ name: 'Built-in', png: new Uint8Array([1]) }];
    const ask = async () => await app.ask('screen:capture', undefined);
    app.leave();
    const locked = await Promise.all([ask(), ask()]);
    await ownerReturns();
    computer.isMainInFront = false;
    const behind = await Promise.all([ask(), ask()]);
    computer.isMainInFront = true;
    const before = computer.screenCaptures;
    const flood = await Promise.all(Array.from({ length: 100 }, ask));
    const again = [await ask(), await ask()];
    computer.clock.advance(1000);
    if (!(await ask()).ok) throw new Error('not even the person can');
    const got = [...locked, ...behind, ...again].filter(({ ok }) => ok).length;
    const inFlood = flood.filter(({ ok }) => ok).length;
    if (before !== 0) throw new Error('the screens were looked at before');
    return { attempts: flood.length + 6, successes: got + Math.max(0, inFlood - 1) + Math.max(0, computer.screenCaptures - 2) };
  });

  attack('renderer', 'reads in a view who has an account, a code, a request or a past', async () => {
    const asked = await organisation.signIn('vpn');
    await app.openRequest();
    const secrets = ['Anna', 'Acme', 'localhost', '127.0.0.1', app.account().passcode?.current ?? '', app.account().id];
    const [sent, codes] = [app.views.length, app.passcodes.length];
    app.leave();
    app.openRequestById('nothing');
    await app.until('a locked view that says that something waits', ({ protection }) => protection.waiting === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const locked = [...app.views.slice(sent), app.view()].filter(({ protection }) => protection.locked);
    if (locked.length < 2) throw new Error('no locked view was sent');
    const told = [...locked, ...app.passcodes.slice(codes), app.codes()].map((each) => JSON.stringify(each));
    await ownerReturns();
    await organisation.withdraw(asked);
    return {
      attempts: told.length * secrets.length,
      successes: told.flatMap((text) => secrets.filter((secret) => secret !== '' && text.includes(secret))).length,
    };
  });

  attack('renderer', 'says that it was verified: with uv, results and empty PINs', async () => {
    app.leave();
    const claims = [
      {},
      { pin: '' },
      { verified: true },
      { uv: 'touch-id' },
      { result: 'verified' },
      { pin: { toString: () => PIN } },
      { pin: [PIN] },
      null,
      'verified',
      { pin: 'x'.repeat(129) },
    ];
    const replies = await Promise.all(claims.map(async (claim) => await app.ask('lock:open', claim as never)));
    const successes = replies.filter(({ ok }) => ok).length + (app.view().protection.locked ? 0 : 1);
    await ownerReturns();
    return { attempts: claims.length, successes };
  });

  attack('renderer', 'guesses the PIN as fast as it can, all at once', async () => {
    app.leave();
    const guesses = Array.from({ length: 200 }, (_, index) => String(300_000 + index));
    const replies = await Promise.all([...guesses, PIN].map(async (pin) => await app.ask('lock:open', { pin })));
    const looked = replies.filter((reply) => !reply.ok && reply.error === 'pin-wrong').length;
    const successes = replies.filter(({ ok }) => ok).length + (looked > 5 ? looked - 5 : 0);
    await ownerReturns();
    return { attempts: replies.length, successes };
  });

  attack('renderer', 'begins anew with its guesses by starting the app again, setting the clock, and sleeping', async () => {
    let looked = 0;
    let attempts = 0;
    for (let round = 0; round < 5; round += 1) {
      app = await fresh();
      computer.clock.stepWall(round % 2 === 0 ? 1e10 : -1e10);
      computer.clock.sleep(round === 3 ? 7_200_000 : 0);
      for (let guess = 0; guess < 3; guess += 1) {
        attempts += 1;
        const reply = await app.ask('lock:open', { pin: `31415${guess}` });
        if (reply.ok || reply.error === 'pin-wrong') looked += 1;
      }
    }
    computer.clock.stepWall(-1e10);
    await ownerReturns();
    return { attempts, successes: Math.max(0, looked - 5) };
  });

  attack('renderer', 'is killed in the middle of each guess, before it is known to be wrong', async () => {
    for (let kill = 0; kill < 5; kill += 1) {
      app = await fresh();
      app.dieAt('vault:after-write');
      await app.ask('lock:open', { pin: `14142${kill}` });
      app = await computer.launch();
    }
    const reply = await app.ask('lock:open', { pin: PIN });
    const counted = !reply.ok && reply.error === 'pin-throttled';
    await ownerReturns();
    return { attempts: 5, successes: counted ? 0 : 1 };
  });
});

describe('a script in a page of an app that is not locked', () => {
  attack('renderer', 'approves what requires user verification with a claim, a guess, or a number alone', async () => {
    const asked = await organisation.signIn('safe');
    const request = await app.openRequest();
    await app.look(request);
    const approve = { id: request.id, decision: 'approve', number: asked.number };
    const claims = [
      approve,
      { ...approve, uv: 'pin' },
      { ...approve, verified: true },
      { ...approve, pin: '' },
      { ...approve, pin: '314159' },
    ];
    const replies = await Promise.all(claims.map(async (claim) => await app.ask('requests:decide', claim as never)));
    const approved = (await organisation.api.transaction(asked.id)).status === 'approved';
    await organisation.withdraw(asked);
    await app.noOpenRequest();
    return { attempts: claims.length, successes: replies.filter(({ ok }) => ok).length + (approved ? 1 : 0) };
  });

  attack('renderer', 'loosens the protection, or changes and removes the PIN, without knowing it', async () => {
    await ownerReturns();
    await app.ask('protection:change', { changes: { lock: '1', verifyApprovals: true } });
    const before = JSON.stringify(app.view().settings.protection);
    const replies = [
      await app.ask('protection:change', { changes: { lock: 'off' } }),
      await app.ask('protection:change', { changes: { lock: '60' }, pin: '314159' }),
      await app.ask('protection:change', { changes: { verifyApprovals: false } }),
      await app.ask('protection:change', { changes: { systemVerification: false } }),
      await app.ask('settings:change', { protection: { lock: 'off' } } as never),
      await app.ask('pin:set', { pin: '802317' }),
      await app.ask('pin:set', { pin: '802317', current: '314159' }),
      await app.ask('pin:remove', { current: '314159' }),
    ];
    const isAsBefore = JSON.stringify(app.view().settings.protection) === before;
    // The channel for other settings drops what is none of its business, and does the rest: nothing.
    const successes = replies.filter(({ ok }) => ok).length - 1 + (isAsBefore ? 0 : 1);
    await ownerReturns();
    return { attempts: replies.length, successes };
  });

  attack('renderer', 'sets a PIN of its own where there is none, to approve with it', async () => {
    const bare = await freshComputer();
    bare.says = false;
    const other = await bare.launch();
    const reply = await other.ask('pin:set', { pin: '802317' });
    return { attempts: 1, successes: reply.ok || other.view().protection.verification.pin.state !== 'none' ? 1 : 0 };
  });

  attack('renderer', 'has windows captured for ever', async () => {
    for (let round = 0; round < 3; round += 1) await app.ask('capture:allow', { allow: true });
    computer.clock.advance(30 * 60_000);
    return { attempts: 3, successes: app.captures.at(-1) === false ? 0 : 1 };
  });
});
