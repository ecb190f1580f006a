import { afterAll, describe } from 'vitest';
import type { RequestView } from '../../src/bridge/views.ts';
import { peekPayload } from '../../src/protocol/jws.ts';
import { requestSchema } from '../../src/protocol/messages/request.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Middleman } from '../harness/app/Middleman.ts';
import { Organisation } from '../harness/app/Organisation.ts';
import { settledEvents } from '../harness/app/settledEvents.ts';
import { signedBy } from '../harness/app/signedBy.ts';
import { attack } from './attack.ts';

await sessionForThisFile();
const middleman = await Middleman.start();
const organisation = await Organisation.behind(middleman);
afterAll(async () => {
  middleman.stop();
  await organisation.dispose();
});

const app = await organisation.pairedApp(await freshComputer({ later: afterAll }));

/** A page of ours that was taken over, in the approval window: it may say anything on any channel. */
describe('a script in the approval window', () => {
  /** A request that has come to the app; denied when the attack is over, so that the next one stands alone. */
  async function asked(application: string, attempt: (request: RequestView, number: string) => Promise<boolean>): Promise<boolean> {
    const transaction = await organisation.signIn(application);
    const request = await app.openRequest();
    const succeeded = await attempt(request, transaction.number);
    const approved = (await organisation.api.transaction(transaction.id)).status === 'approved';
    await app.decide(request, 'deny');
    await organisation.outcome(transaction);
    await app.noOpenRequest();
    return succeeded || approved;
  }

  const approve = async ({ id }: { id: string }, number?: string): Promise<boolean> =>
    (await app.ask('requests:decide', { id, decision: 'approve', ...(number !== undefined && { number }) })).ok;

  attack(
    'renderer',
    'approves what was never displayed',
    async () => await asked('vpn', async (request, number) => await approve(request, number)),
  );

  attack(
    'renderer',
    'approves in the very moment of display',
    async () =>
      await asked('vpn', async (request, number) => {
        const [, approved] = await Promise.all([app.ask('requests:displayed', { id: request.id }), approve(request, number)]);
        return approved;
      }),
  );

  attack(
    'renderer',
    'approves by having another request displayed for long',
    async () =>
      await asked('vpn', async (first) => {
        await app.look(first);
        const second = await organisation.signIn('wiki');
        const { id } = await app.until('the second request', (view) => view.requests.find(({ match }) => match.type === 'choice'));
        const approved = await approve({ id }, second.number);
        await app.decide({ id } as RequestView, 'deny');
        await organisation.outcome(second);
        return approved;
      }),
  );

  attack('renderer', 'approves without a number, or with one that is none', async () => {
    const numbers = [undefined, '', '1', '12345', '1234567', '１２３４５６', '12345 ', ' 12345', '١٢٣٤٥٦', '12345\n', '-12345', '0x1234'];
    let successes = 0;
    await asked('vpn', async (request) => {
      await app.look(request);
      for (const number of numbers) if (await approve(request, number)) successes += 1;
      return false;
    });
    return { attempts: numbers.length, successes };
  });

  attack('renderer', 'guesses the number as often as it likes', async () => {
    const guesses = Array.from({ length: 500 }, (_, index) => String(index).padStart(6, '0'));
    const transaction = await organisation.signIn();
    const request = await app.openRequest();
    await app.look(request);
    const taken = await Promise.all(guesses.filter((guess) => guess !== transaction.number).map((guess) => approve(request, guess)));
    await organisation.outcome(transaction);
    const outcomes = await settledEvents(organisation, request.id);
    const once = taken.filter(Boolean).length === 1 && outcomes.length === 1 && outcomes[0] === 'mismatch';
    return { attempts: guesses.length, successes: once ? 0 : 1 };
  });

  attack('renderer', 'tries each of three numbers', async () => {
    const transaction = await organisation.signIn('wiki');
    const request = await app.openRequest();
    await app.look(request);
    const options = request.match.type === 'choice' ? request.match.options.filter((option) => option !== transaction.number) : [];
    const taken = await Promise.all([...options, ...options, '000000', '99'].map((option) => approve(request, option)));
    return {
      attempts: taken.length,
      successes: taken.filter(Boolean).length - 1 + ((await organisation.outcome(transaction)) === 'approved' ? 1 : 0),
    };
  });

  attack('renderer', 'decides twice, and differently', async () => {
    const transaction = await organisation.signIn('door');
    const request = await app.openRequest();
    await app.look(request);
    const decisions = ['deny', 'approve', 'report', 'approve'] as const;
    const results = await Promise.all(decisions.map((decision) => app.ask('requests:decide', { id: request.id, decision })));
    const outcome = await organisation.outcome(transaction);
    await approve(request);
    const sent = new Set(middleman.toVerifier.filter((frame) => (JSON.parse(frame) as { type: string }).type === 'answer'));
    const events = await settledEvents(organisation, request.id);
    const once = results.filter(({ ok }) => ok).length === 1 && outcome === 'denied' && events.length === 1 && sent.size > 0;
    return { attempts: decisions.length + 1, successes: once ? 0 : 1 };
  });

  attack('renderer', 'approves what has expired', async () => {
    const transaction = await organisation.signIn('door');
    const request = await app.openRequest();
    await app.look(request);
    app.computer.clock.advance(request.lifetimeMs);
    const approved = await approve(request);
    const { status } = await organisation.api.transaction(transaction.id);
    await organisation.withdraw(transaction);
    return approved || status === 'approved';
  });

  attack('renderer', 'approves the request of another profile', async () => {
    const other = await organisation.pairedApp(await freshComputer());
    const transaction = await organisation.signIn('door');
    const foreign = await other.openRequest();
    const own = await app.openRequest();
    await app.ask('requests:displayed', { id: foreign.id });
    await app.look(own);
    const jti = own.id.split('.')[1] ?? '';
    const ids = [foreign.id, `${foreign.id.split('.')[0]}.${jti}`, jti, `.${jti}`, `${own.id}.`, `${own.id}\0`, own.id.toUpperCase()];
    const taken = await Promise.all(ids.filter((id) => id !== own.id).map((id) => approve({ id })));
    await organisation.withdraw(transaction);
    await app.noOpenRequest();
    return { attempts: ids.length, successes: taken.filter(Boolean).length };
  });

  attack('renderer', 'approves what requires user verification without it', async () => {
    const transaction = await organisation.signIn('door');
    await app.openRequest();
    const frame = middleman.toApp
      .map((text) => JSON.parse(text) as { type: string; request?: string })
      .findLast(({ type }) => type === 'request');
    const payload = peekPayload(frame?.request ?? '', requestSchema);
    await organisation.withdraw(transaction);
    await app.noOpenRequest();
    // As long a life as there may be: this computer's clocks have been put forward by other attempts.
    const iat = Math.floor(organisation.verifier.clock.nowMs() / 1000);
    const strict = { ...payload, jti: 'A'.repeat(22), iat, exp: iat + 300, userVerification: 'required' };
    middleman.slip(JSON.stringify({ type: 'request', request: await signedBy(organisation, 'deskfob-request+jwt', strict) }));
    const request = await app.openRequest();
    if (request.userVerification !== 'required') throw new Error('the request does not require it');
    await app.look(request);
    const before = middleman.toVerifier.length;
    const approved = await approve(request);
    const sent = middleman.toVerifier.slice(before).some((text) => text.includes('"answer"'));
    await app.decide(request, 'deny');
    return approved || sent;
  });

  attack('renderer', 'leaves a passcode on the clipboard by copying without end', async () => {
    const { id } = app.account();
    for (let round = 0; round < 300; round += 1) await app.ask('passcodes:copy', { id });
    const copied = app.computer.clipboardText;
    if (!/^\d{6}$/.test(copied)) throw new Error('nothing was copied');
    app.computer.clock.advance(30_000);
    await app.until('an empty clipboard', () => app.computer.clipboardText === '').catch(() => {});
    const left = app.computer.clipboardText !== '';
    await Promise.all([app.ask('passcodes:copy', { id }), app.ask('passcodes:copy', { id }), app.close()]);
    return { attempts: 302, successes: (left ? 1 : 0) + (app.computer.clipboardText === '' ? 0 : 1) };
  });
});
