import { afterAll, beforeAll } from 'vitest';
import type { RequestView } from '../../src/bridge/views.ts';
import { notifyArguments } from '../../src/main/notifications/freedesktopMessages.ts';
import { macOptions } from '../../src/main/notifications/macOptions.ts';
import { Notifications } from '../../src/main/notifications/Notifications.ts';
import type { SystemNotification } from '../../src/main/notifications/NotificationService.ts';
import { toastPress, toastXml } from '../../src/main/notifications/toast.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { RecordedNotifications } from '../harness/app/RecordedNotifications.ts';
import { signedBy } from '../harness/app/signedBy.ts';
import { inboxBench, receive } from '../unit/main/support/InboxBench.ts';
import { attack } from './attack.ts';
import { AppUnderAttack } from './support/AppUnderAttack.ts';
import { computerForThisFile } from './support/computerForThisFile.ts';
import { tryEach } from './support/tryEach.ts';

/* Who holds the password waits for one careless click; and an organisation that turned hostile says what it likes in a notification. */

await sessionForThisFile();
const computer = await computerForThisFile();

let side: AppUnderAttack;
let app: AppCore;
let account: string;
let serial = 0;

beforeAll(async () => {
  side = await AppUnderAttack.start();
  app = await side.organisation.pairedApp(computer);
  account = await side.accountId(computer);
});
afterAll(async () => {
  await app.close();
  await side.dispose();
});

/** All that one click can approve. */
const plain = { application: { name: 'Door' }, proximity: 'near', match: { type: 'none' }, userVerification: 'discouraged' };

/** Signed by the organisation's true key; undefined where the app takes no such request. */
async function asked(change: object = {}): Promise<RequestView | undefined> {
  serial += 1;
  const jti = `asked-${serial}`;
  const iat = Math.floor(side.organisation.verifier.clock.nowMs() / 1000);
  const payload = { v: 1, iss: side.organisation.issuer, aud: account, jti, iat, exp: iat + 300, kind: 'sign-in', ...plain, ...change };
  await side.hears(app, { type: 'request', request: await signedBy(side.organisation, 'deskfob-request+jwt', payload) });
  return app.view().requests.find(({ id }) => id.endsWith(`.${jti}`));
}

async function request(change: object = {}): Promise<RequestView> {
  const found = await asked(change);
  if (found === undefined) throw new Error('the request did not arrive');
  return found;
}

/** Whether an approval of it is on its way, once everything that was pressed has been dealt with. Denied afterwards, so that the next stands alone. */
async function isApproved({ id }: RequestView): Promise<boolean> {
  await app.until(
    'an end of the press',
    (view) => app.opened.includes(id) || view.requests.some((one) => one.id === id && one.phase !== 'open'),
  );
  const approved = app.view().requests.some((one) => one.id === id && one.decision === 'approve');
  await app.look({ id });
  await app.ask('requests:decide', { id, decision: 'deny' });
  return approved;
}

const LONG_MS = 5_000;

attack('phisher', 'a click on Approve in a notification lets in what asks for more than a click', async () => {
  const control = await request();
  app.computer.clock.advance(700);
  app.notifications.press(control.id, 'approve');
  if (!(await isApproved(control))) throw new Error('not even a plain request can be approved this way');
  const changes = {
    'six digits': { match: { type: 'entry', digits: 6 } },
    'one of three numbers': { match: { type: 'choice', options: ['17', '42', '93'] } },
    'user verification': { userVerification: 'required' },
    'user verification, if possible': { userVerification: 'preferred' },
    'from far away': { proximity: 'far', distanceKm: 5_000 },
    'from nowhere': { proximity: 'unknown' },
  };
  return await tryEach(changes, async (change) => {
    const held = await request(change);
    app.computer.clock.advance(LONG_MS);
    app.notifications.press(held.id, 'approve');
    return await isApproved(held);
  });
});

attack('phisher', 'a click that was meant for something else hits a notification the moment it appears', async () => {
  const { notifications } = app;
  const tries = await tryEach([0, 1, 350, 600], async (afterMs) => {
    notifications.onShow = ({ id, token }) => {
      app.computer.clock.advance(afterMs);
      notifications.listener.onAction(id, token, 'approve');
    };
    return await isApproved(await request());
  });
  notifications.onShow = () => {};
  return tries;
});

attack('phisher', 'an alert just before the click makes a fresh notification pass for one that was read', async () => {
  const held = await request();
  app.computer.clock.advance(LONG_MS);
  const { token } = app.notifications.of(held.id);
  app.notifications.listener.onGone(held.id, token);
  app.notifications.listener.onAvailable();
  app.notifications.press(held.id, 'approve');
  return await isApproved(held);
});

attack('phisher', 'a press is said again, or made up, for what was not shown, is gone, or was answered', async () => {
  const { listener } = app.notifications;
  const attempts: Record<string, (held: RequestView, shown: SystemNotification) => void> = {
    'a token that never was': ({ id }) => listener.onAction(id, 'guess', 'approve'),
    'no token': ({ id }) => listener.onAction(id, '', 'approve'),
    'the token of another request': ({ id }) => listener.onAction(id, app.notifications.shown[0]?.token ?? '', 'approve'),
    'after it was dismissed': ({ id }, { token }) => {
      listener.onGone(id, token);
      listener.onAction(id, token, 'approve');
    },
    'from an earlier showing': ({ id }, { token }) => {
      listener.onGone(id, token);
      listener.onAvailable();
      app.computer.clock.advance(LONG_MS);
      listener.onAction(id, token, 'approve');
    },
    'after the window was opened from it': ({ id }, { token }) => {
      listener.onAction(id, token, 'open');
      listener.onAction(id, token, 'approve');
    },
    'in a toast of a process that is gone': ({ id }) => {
      const press = toastPress(`type=action&do=approve&request=${id}&token=of-yesterday`);
      if (press === undefined) throw new Error('the toast was not understood');
      listener.onAction(press.id, press.token, press.action);
    },
  };
  return await tryEach(attempts, async (attempt) => {
    const held = await request();
    app.computer.clock.advance(LONG_MS);
    attempt(held, app.notifications.of(held.id));
    return await isApproved(held);
  });
});

attack('phisher', 'a notification of a locked app tells of the request, or lets somebody approve it', async () => {
  const bench = await inboxBench();
  bench.lock.isLocked = true;
  await receive(bench, plain);
  const [id = ''] = bench.arrivals;
  const service = new RecordedNotifications();
  const opened: string[] = [];
  const view = await request();
  const notifications = new Notifications({
    service,
    clock: bench.clock,
    openRequests: () => bench.arrivals,
    requestView: () => view,
    isWanted: () => true,
    isLocked: () => bench.lock.isLocked,
    language: () => 'en',
    decide: async (...given) => await bench.inbox.decideFromNotification(...given),
    openRequest: (opening) => opened.push(opening) > 0,
    onState: () => {},
    log: () => {},
  });
  notifications.ready();
  // Shown before the lock fell, it loses what it told.
  bench.lock.isLocked = false;
  notifications.show(id);
  const before = service.of(id);
  if (before.approve === undefined) throw new Error('the notification has no Approve before the lock');
  bench.lock.isLocked = true;
  notifications.redraw();
  const locked = service.of(id);
  const text = JSON.stringify([locked.title, locked.lines, locked.open]);
  const details = [view.application, view.signInName, view.organisation.name, 'Door', 'anna'];
  const tells = details.some((detail) => text.includes(detail)) || locked.approve !== undefined || locked.deny !== undefined;
  bench.clock.advance(LONG_MS);
  service.listener.onAction(id, before.token, 'approve');
  service.listener.onAction(id, locked.token, 'approve');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await isApprovedByHand(view);
  return { attempts: 3, successes: Number(tells) + bench.sent.length + (opened.length === 2 ? 0 : 1) };
});

async function isApprovedByHand({ id }: RequestView): Promise<void> {
  await app.look({ id });
  await app.ask('requests:decide', { id, decision: 'deny' });
}

attack('hostile verifier', 'its names bring markup, buttons, lines or another direction into a notification', async () => {
  const names = [
    '<b>Acme</b>',
    '<img src="file:///etc/passwd">',
    '<a href="https://evil.example">Acme</a>',
    '&lt;b&gt;',
    '</text></binding></visual><actions><action content="Approve" arguments="do=approve"/>',
    '" launch="type=click&do=approve',
    "' activationType='protocol",
    ']]><toast>',
    'Acme\nApproved',
    'Acme\r\u2028Approved',
    'Acme \u202eNPV',
    'Acme \u2067NPV',
    '\u2069\u2069Acme',
    'שלום',
    'Acme\u0000VPN',
    '\u200b\u200bAcme',
  ];
  const plainTags = tagsOf({ title: 'x', lines: ['x', 'x'], open: 'x', approve: 'x', deny: 'x', id: 'a.b', token: 't' });
  return await tryEach(names, async (name) => {
    const held = await asked({ application: { name }, origin: { city: name.slice(0, 64) } });
    if (held === undefined) return false;
    const shown = app.notifications.of(held.id);
    const body = String(notifyArguments(shown, ['body', 'body-markup', 'actions'], 0)[4]);
    const everything = [shown.title, ...shown.lines, macOptions(shown, 'Later').body.replaceAll('\n', '')].join('');
    await isApprovedByHand(held);
    return (
      /[<>]/.test(body) ||
      /&(?!amp;|lt;|gt;)/.test(body) ||
      body.split('\n').length !== 2 ||
      tagsOf(shown) !== plainTags ||
      // Of what turns the direction only whole isolates are left, which end where the name does.
      /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(everything.replace(/\u2068[^\p{Cf}]*\u2069/gu, ''))
    );
  });
});

// The last: after the leap in time the app has to find its way back to the verifier.
attack('phisher', 'a press approves what has run out or was denied', async () => {
  const denied = await request();
  app.computer.clock.advance(LONG_MS);
  const shown = app.notifications.of(denied.id);
  app.notifications.press(denied.id, 'deny');
  app.notifications.listener.onAction(denied.id, shown.token, 'approve');
  await app.until('the denial', (view) => view.requests.every(({ id, phase }) => id !== denied.id || phase !== 'open'));
  const isTurned = app.view().requests.some(({ id, decision }) => id === denied.id && decision === 'approve');
  const late = await request();
  const { token } = app.notifications.of(late.id);
  app.computer.clock.advance(late.lifetimeMs);
  const before = side.middleman.toVerifier.length;
  app.notifications.listener.onAction(late.id, token, 'approve');
  await app.until('its end', () => app.history().some(({ id }) => id === late.id));
  const isLate = side.middleman.toVerifier.slice(before).some((frame) => frame.includes('"answer"'));
  return { attempts: 2, successes: Number(isTurned) + Number(isLate) };
});

/** The elements of a toast, in order. */
function tagsOf(notification: SystemNotification): string {
  const tags = toastXml(notification, 'Later').match(/<[^>]*>/g) ?? [];
  return tags.map((tag) => tag.replace(/ .*/, '')).join('');
}
