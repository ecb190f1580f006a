import { afterAll, describe, expect, it } from 'vitest';
import type { ActivityView } from '../../../src/bridge/views.ts';
import type { FaultPoint } from '../../../src/main/files/faults.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { settledEvents } from '../../harness/app/settledEvents.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

describe('an app that is quit and started again', () => {
  it('between request and decision shows the request again', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const { id } = await before.openRequest();
    const app = await before.restart();
    expect(app.arrivals).toEqual([id]);
    const request = await app.openRequest();
    expect(request.id).toBe(id);
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
    expect(await app.outcomeOf(request)).toBe('approved');
  });

  it('gets the request that came while it was away', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    await before.close();
    const asked = await organisation.signIn();
    const app = await before.computer.launch();
    const request = await app.openRequest();
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
  });

  it('between decision and outcome sends the same answer again and asks nothing', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await before.openRequest();
    await organisation.goDown();
    await before.decide(request, 'deny');
    const offline = await before.restart();
    expect(offline.requests('sending')).toMatchObject([{ id: request.id, decision: 'deny' }]);
    expect(offline.arrivals).toEqual([]);
    expect(await offline.decide(request, 'approve', asked.number)).toEqual({ ok: false, error: 'request-decided' });
    await offline.close();
    await organisation.comeBack();
    const app = await before.computer.launch();
    expect(await app.outcomeOf(request)).toBe('denied');
    expect(await organisation.outcome(asked)).toBe('denied');
    expect(await settledEvents(organisation, request.id)).toEqual(['denied']);
  });

  it('after the outcome keeps it in the history, and the request stays away', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await before.openRequest();
    await before.decide(request, 'approve', asked.number);
    await before.outcomeOf(request);
    const history = before.history();
    const app = await before.restart();
    await app.online();
    expect(app.history()).toEqual(history);
    expect(app.arrivals).toEqual([]);
    expect(app.requests('open')).toEqual([]);
  });
});

/** What a request passes on its way, in order; of journal and vault the n-th write after it was sent. */
const POINTS: [FaultPoint, number][] = [
  ['request:frame', 1],
  ['journal:before-write', 1],
  ['journal:written', 1],
  ['journal:after-append', 1],
  ['request:journalled', 1],
  ['decision:made', 1],
  ['journal:before-write', 2],
  ['journal:written', 2],
  ['decision:journalled', 1],
  ['decision:sent', 1],
  ['journal:before-write', 3],
  ['journal:written', 3],
  ['outcome:journalled', 1],
  ['vault:before-rename', 1],
  ['vault:after-rename', 1],
];

describe('an app that is killed', () => {
  it.each(POINTS)('at %s (%i) loses nothing and does nothing twice', async (point, times) => {
    const before = await organisation.pairedApp(await freshComputer());
    before.dieAt(point, times);
    const asked = await organisation.signIn();
    const decided = before.openRequest().then(async (request) => await before.decide(request, 'approve', asked.number));
    decided.catch(() => {});
    await before.died;

    const app = await before.computer.launch();
    const next = await app.until(
      'an open request or its outcome',
      (view) => view.requests.find(({ phase }) => phase === 'open') ?? app.history().find(isSignIn),
    );
    const again = 'phase' in next ? await app.decide(next, 'approve', asked.number) : { ok: true };
    expect(again).toMatchObject({ ok: true });
    expect(await organisation.outcome(asked)).toBe('approved');
    const line = await app.until('the outcome', () => app.history().find(isSignIn));
    expect(line.outcome).toBe('approved');
    expect(await settledEvents(organisation, line.id)).toEqual(['approved']);

    const later = await app.restart();
    await later.online();
    expect(later.history().filter(isSignIn)).toEqual([line]);
    expect(later.arrivals).toEqual([]);
    expect(later.requests('sending')).toEqual([]);
    expect(later.account().state).toBe('active');
  });
});

function isSignIn({ application }: ActivityView): boolean {
  return application === 'Acme VPN';
}
