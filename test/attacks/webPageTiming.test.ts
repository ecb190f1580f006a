import { writeFile } from 'node:fs/promises';
import { afterAll, describe } from 'vitest';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Middleman } from '../harness/app/Middleman.ts';
import { Organisation } from '../harness/app/Organisation.ts';
import { attack } from './attack.ts';
import { goodLink } from './support/hostileLinks.ts';
import { Listener } from './support/Listener.ts';

await sessionForThisFile();
const middleman = await Middleman.start();
const organisation = await Organisation.behind(middleman);
const elsewhere = await Listener.start();
afterAll(async () => {
  elsewhere.stop();
  middleman.stop();
  await organisation.dispose();
});

/** It opens its link in the very moment in which the person presses something else in the app. */
describe('a web page with a sense of timing', () => {
  attack('web page', 'has its question answered by a click on the way to something else', async () => {
    const app = await (await freshComputer()).launch();
    app.clickLink(goodLink(elsewhere.origin));
    for (let presses = 0; presses < 5; presses += 1) await app.ask('pairing:confirm', undefined);
    const early = elsewhere.connections;
    app.computer.clock.advance(700);
    await app.ask('pairing:confirm', undefined);
    if (elsewhere.connections === 0) throw new Error('a question that was read is not answered either');
    return { attempts: 5, successes: early };
  });

  attack('web page', 'puts its question under the button "Done" of a pairing that has just worked', async () => {
    const app = await (await freshComputer()).launch();
    await app.pairByLink((await organisation.pairingPage()).link);
    if (app.pairing().step !== 'paired') throw new Error('it did not work');
    const before = elsewhere.connections;
    app.clickLink(goodLink(elsewhere.origin));
    await app.ask('pairing:confirm', undefined);
    return elsewhere.connections > before || app.view().accounts.length !== 1;
  });

  attack('web page', 'takes away the second try of a pairing that was cut off', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    middleman.losesNextReply = true;
    const interrupted = await app.pairByLink(page.link);
    if (interrupted.step !== 'failed' || !interrupted.retry) throw new Error('it was not cut off');
    app.clickLink('deskfob://pair?issuer=nonsense');
    app.clickLink(goodLink('http://verify.example.com'));
    await app.ask('pairing:confirm', undefined);
    return { attempts: 2, successes: app.pairing().step === 'paired' ? 0 : 1 };
  });

  attack('web page', 'opens a question over a vault that does not open', async () => {
    const computer = await freshComputer();
    await (await computer.launch()).close();
    await writeFile(`${computer.vaultFolder}/vault.json`, '{');
    const app = await computer.launch();
    const before = elsewhere.connections;
    app.clickLink(goodLink(elsewhere.origin));
    await app.ask('pairing:confirm', undefined);
    return app.pairing().step !== 'none' || elsewhere.connections > before || app.view().vault.state !== 'failed';
  });
});
