import { afterAll, describe } from 'vitest';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Organisation } from '../harness/app/Organisation.ts';
import { attack } from './attack.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

/** The password is known, and the person is asked again and again, until they give in. */
describe('a person is worn down', () => {
  attack('phisher', 'by asking on after the person has asked for quiet', async () => {
    const app = await organisation.pairedApp(await freshComputer({ later: afterAll }));
    const { id } = app.account();
    for (let round = 0; round < 3; round += 1) {
      const asked = await organisation.signIn();
      await app.decide(await app.openRequest(), 'deny');
      await organisation.outcome(asked);
      await app.noOpenRequest();
    }
    await app.until('an offer to mute', () => app.account().unexpectedRequests !== undefined);
    await app.ask('accounts:mute', { id, span: 'hour' });
    await app.until('the verifier’s word', () => app.account().mute?.isConfirmed === true);
    const arrived = app.arrivals.length;
    let asked = 0;
    for (let round = 0; round < 40; round += 1) {
      const { status } = await organisation.api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' });
      if (status === 201) asked += 1;
    }
    const again = await app.restart();
    await again.online();
    const isStillMuted = again.account().mute !== undefined;
    return { attempts: 41, successes: asked + again.arrivals.length + (app.arrivals.length - arrived) + (isStillMuted ? 0 : 1) };
  });

  attack('phisher', 'by more requests at a time than can be looked at', async () => {
    const computer = await freshComputer({ later: afterAll });
    await organisation.removeAccount((await organisation.accountIds())[0] ?? '');
    const app = await organisation.pairedApp(computer);
    const replies = await Promise.all(
      Array.from(
        { length: 30 },
        async () => await organisation.api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' }),
      ),
    );
    await app.openRequest();
    const asked = replies.filter(({ status }) => status === 201).length;
    if (asked === 0) throw new Error('nothing was asked');
    return { attempts: 30, successes: Math.max(0, asked - 3) + Math.max(0, app.requests('open').length - 3) };
  });
});
