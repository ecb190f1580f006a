import { describe, expect, it } from 'vitest';
import { verifyMessage } from '../../../../src/protocol/jws.ts';
import { answerSchema } from '../../../../src/protocol/messages/answer.ts';
import { pinned } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { idOf, inboxBench, outcomeOf, receive } from '../support/InboxBench.ts';

const ID = idOf('req-1');
const plain = { match: { type: 'none' }, userVerification: 'discouraged', proximity: 'near' };

describe('Inbox: deciding from a notification', () => {
  it('approves what asks for nothing more, once it was on screen for 700 ms', async () => {
    const bench = await inboxBench();
    await receive(bench, plain);
    for (const shownForMs of [undefined, 0, 699]) expect(await bench.inbox.decideFromNotification(ID, 'approve', shownForMs)).toBe('open');
    expect(bench.sent).toEqual([]);
    expect(await bench.inbox.decideFromNotification(ID, 'approve', 700)).toBe('decided');
    const answer = await verifyMessage('deskfob-answer+jwt', bench.sent[0]?.answer ?? '', answerSchema, pinned('device'));
    expect(answer).toMatchObject({ decision: 'approve', uv: 'none' });
    expect(answer).not.toHaveProperty('number');
    expect(bench.ends).toEqual([ID]);
  });

  it.each([
    { match: { type: 'entry', digits: 6 } },
    { match: { type: 'choice', options: ['17', '42', '93'] } },
    { userVerification: 'required' },
    { userVerification: 'preferred' },
    { proximity: 'far' },
    { proximity: 'unknown' },
  ])('opens the window for what asks for more: %j', async (change) => {
    const bench = await inboxBench();
    await receive(bench, { ...plain, ...change });
    expect(await bench.inbox.decideFromNotification(ID, 'approve', 60_000)).toBe('open');
    expect(bench.sent).toEqual([]);
    expect(bench.inbox.find(ID)?.decided).toBeUndefined();
  });

  it('opens the window while the app is locked, and denies all the same', async () => {
    const bench = await inboxBench();
    bench.lock.isLocked = true;
    await receive(bench, plain);
    expect(await bench.inbox.decideFromNotification(ID, 'approve', 60_000)).toBe('open');
    expect(await bench.inbox.decideFromNotification(ID, 'deny', undefined)).toBe('decided');
    expect(bench.sent).toHaveLength(1);
  });

  it('denies whatever it asks for, and however short it was seen', async () => {
    const bench = await inboxBench();
    await receive(bench);
    expect(await bench.inbox.decideFromNotification(ID, 'deny', undefined)).toBe('decided');
    expect(bench.sent).toHaveLength(1);
  });

  it('decides nothing twice, and nothing that has ended', async () => {
    const bench = await inboxBench();
    await receive(bench, plain);
    const both = await Promise.allSettled([
      bench.inbox.decideFromNotification(ID, 'approve', 700),
      bench.inbox.decideFromNotification(ID, 'deny', 700),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(bench.sent).toHaveLength(1);
    await expectCode(bench.inbox.decideFromNotification('nobody', 'deny', 700), 'request-unknown');
    await receive(bench, { ...plain, jti: 'req-2' });
    bench.clock.advance(60_000);
    await expect.poll(() => outcomeOf(bench, idOf('req-2'))).toBe('missed');
    await expectCode(bench.inbox.decideFromNotification(idOf('req-2'), 'approve', 60_000), 'request-expired');
  });
});
