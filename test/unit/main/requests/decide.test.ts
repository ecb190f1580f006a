import { describe, expect, it } from 'vitest';
import { messageHash } from '../../../../src/protocol/messageHash.ts';
import { verifyMessage } from '../../../../src/protocol/jws.ts';
import { type Answer, answerSchema } from '../../../../src/protocol/messages/answer.ts';
import { ACCOUNT, ISSUER, pinned, request } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { idOf, inboxBench, outcomeOf, receive, shown } from '../support/InboxBench.ts';
import { signRequest, VERIFIER } from '../support/signing.ts';

const read = async (answer: string | undefined): Promise<Answer> =>
  await verifyMessage('deskfob-answer+jwt', answer ?? '', answerSchema, pinned('device'));
const choice = { match: { type: 'choice', options: ['17', '42', '93'] } };
const none = { match: { type: 'none' } };

describe('Inbox: deciding', () => {
  it('signs the number and the exact bytes that were shown, with the account’s own key', async () => {
    const bench = await inboxBench();
    const jws = await signRequest();
    await bench.inbox.receive(jws, VERIFIER);
    bench.displayClock.displayed(idOf('req-1'));
    bench.clock.advance(700);
    await bench.inbox.decide(idOf('req-1'), 'approve', '042917');
    const [sent] = bench.sent;
    expect(sent?.issuer).toBe(ISSUER);
    expect(await read(sent?.answer)).toMatchObject({
      iss: ACCOUNT,
      aud: ISSUER,
      request: request.jti,
      requestHash: messageHash(jws),
      decision: 'approve',
      number: '042917',
      uv: 'none',
    });
    expect(bench.ends).toEqual([idOf('req-1')]);
  });

  it('approves nothing that was not on screen for 700 ms', async () => {
    const bench = await inboxBench();
    const id = idOf('req-1');
    await receive(bench);
    for (const decision of ['approve', 'deny', 'report'] as const)
      await expectCode(bench.inbox.decide(id, decision, '042917'), 'request-too-early');
    bench.displayClock.displayed(id);
    bench.clock.advance(699);
    await expectCode(bench.inbox.decide(id, 'approve', '042917'), 'request-too-early');
    bench.displayClock.hidden();
    bench.displayClock.displayed(id);
    bench.clock.advance(699);
    await expectCode(bench.inbox.decide(id, 'approve', '042917'), 'request-too-early');
    expect(bench.sent).toEqual([]);
    bench.clock.advance(1);
    await bench.inbox.decide(id, 'approve', '042917');
    expect(bench.sent).toHaveLength(1);
  });

  it.each(['deny', 'report'] as const)('takes %s after the same 700 ms, without a number', async (decision) => {
    const bench = await inboxBench();
    await receive(bench);
    bench.displayClock.displayed(idOf('req-1'));
    bench.clock.advance(699);
    await expectCode(bench.inbox.decide(idOf('req-1'), decision), 'request-too-early');
    bench.clock.advance(1);
    await bench.inbox.decide(idOf('req-1'), decision, '042917');
    const answer = await read(bench.sent[0]?.answer);
    expect(answer.decision).toBe(decision);
    expect(answer).not.toHaveProperty('number');
  });

  it('wants six digits where the request does', async () => {
    const bench = await inboxBench();
    const id = await shown(bench);
    for (const number of [undefined, '', '4', '12345', '1234567'])
      await expectCode(bench.inbox.decide(id, 'approve', number), 'number-required');
    expect(bench.sent).toEqual([]);
  });

  it('wants one of the offered numbers where the request offers some', async () => {
    const bench = await inboxBench();
    const id = await shown(bench, choice);
    for (const number of [undefined, '43', '4', '042917']) await expectCode(bench.inbox.decide(id, 'approve', number), 'number-required');
    await bench.inbox.decide(id, 'approve', '42');
    expect((await read(bench.sent[0]?.answer)).number).toBe('42');
  });

  it('sends no number where none was asked for', async () => {
    const bench = await inboxBench();
    await bench.inbox.decide(await shown(bench, none), 'approve', '42');
    expect(await read(bench.sent[0]?.answer)).not.toHaveProperty('number');
  });

  it('refuses to approve what requires user verification, and lets it be denied', async () => {
    const bench = await inboxBench();
    const id = await shown(bench, { userVerification: 'required' });
    await expectCode(bench.inbox.decide(id, 'approve', '042917'), 'user-verification-required');
    await bench.inbox.decide(id, 'deny');
    expect(bench.sent).toHaveLength(1);
  });

  it('makes one answer of two decisions at the same moment', async () => {
    const bench = await inboxBench();
    const id = await shown(bench);
    const outcomes = await Promise.allSettled([
      bench.inbox.decide(id, 'approve', '042917'),
      bench.inbox.decide(id, 'deny'),
      bench.inbox.decide(id, 'approve', '111111'),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(bench.sent).toHaveLength(1);
    expect(bench.inbox.undeliveredAnswers(ISSUER)).toEqual([bench.sent[0]?.answer]);
  });

  it('takes no second decision, and none on what has ended or was never there', async () => {
    const bench = await inboxBench();
    const first = await shown(bench, { jti: 'a' });
    await bench.inbox.decide(first, 'deny');
    await expectCode(bench.inbox.decide(first, 'approve', '042917'), 'request-decided');
    const second = await shown(bench, { jti: 'b' });
    await bench.inbox.settle('rec-anna', 'b', 'elsewhere');
    await expectCode(bench.inbox.decide(second, 'deny'), 'request-decided');
    await expectCode(bench.inbox.decide('rec-anna.zzz', 'deny'), 'request-unknown');
  });

  it('takes no decision once the time is over', async () => {
    const bench = await inboxBench();
    const id = await shown(bench);
    bench.clock.sleep(60_000);
    await expectCode(bench.inbox.decide(id, 'approve', '042917'), 'request-expired');
    expect(outcomeOf(bench, id)).toBe('missed');
    expect(bench.sent).toEqual([]);
  });

  it('signs nothing for an account that was removed meanwhile', async () => {
    const bench = await inboxBench();
    const id = await shown(bench);
    await bench.accounts.forget('rec-anna');
    await expectCode(bench.inbox.decide(id, 'deny'), 'account-unknown');
    expect(bench.sent).toEqual([]);
  });

  it('sends nothing that is not on disk, and lets the person try again', async () => {
    let broken = false;
    const bench = await inboxBench({
      faults: (point) => {
        if (broken && point === 'journal:written') throw new Error('disk full');
      },
    });
    const id = await shown(bench);
    broken = true;
    await expectCode(bench.inbox.decide(id, 'deny'), 'journal-io');
    expect(bench.sent).toEqual([]);
    broken = false;
    await bench.inbox.decide(id, 'deny');
    expect(bench.sent).toHaveLength(1);
  });
});
