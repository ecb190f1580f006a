import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/protocol/messages/answer.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../../harness/verifier/TestDevice.ts';

describe('settling a transaction', () => {
  let verifier: TestVerifier;
  let first: TestDevice;
  let second: TestDevice;
  let one: DeviceSocket;
  let two: DeviceSocket;

  beforeAll(async () => {
    verifier = await startTestVerifier();
    first = await pairActive(verifier.api, verifier.clock.nowMs());
    second = await pairActive(verifier.api, verifier.clock.nowMs());
    await verifier.api.setApplication('vpn', { name: 'VPN' });
    await verifier.api.setApplication('wiki', { name: 'Wiki', match: 'choice', lifetimeSeconds: 30 });
    await verifier.api.setApplication('printer', { name: 'Printer', match: 'none' });
    await verifier.api.setApplication('safe', { name: 'Safe', userVerification: 'required' });
  });
  afterAll(async () => await verifier.dispose());

  /** Fresh sockets, with all earlier events read. */
  beforeEach(async () => {
    await verifier.api.call('POST', '/v1/subscribers/anna/unlock');
    [one, two] = [await DeviceSocket.open(first), await DeviceSocket.open(second)];
    const supports = ['match:choice', 'match:none', 'verify:pin'];
    await one.attach([first], { seq: 10_000, supports });
    await two.attach([second], { seq: 10_000, supports });
    await one.attach([first], { supports });
    await two.attach([second], { supports });
    for (const socket of [one, two]) for (const frame of await socket.settledFrames()) await socket.next(frame.type);
  });
  afterEach(() => {
    one.close();
    two.close();
  });

  const ask = async (application = 'vpn') => {
    const created = await verifier.api.ask({ subscriber: 'anna', application });
    return { ...created, number: created.match.number ?? '', one: await one.nextRequest(first), two: await two.nextRequest(second) };
  };
  const statusOf = async (id: string): Promise<string> => (await verifier.api.transaction(id)).status;
  const wrongFor = (number: string): string => (number.startsWith('1') ? `2${number.slice(1)}` : `1${number.slice(1)}`);

  it('asks every device with the same number, and tells the others who was first', async () => {
    const asked = await ask();
    expect(asked.one.request.jti).not.toBe(asked.two.request.jti);
    two.send({ type: 'answer', answer: await second.answer(asked.two.jws, 'approve', asked.number) });
    expect((await two.nextEvent(second)).event).toMatchObject({ event: 'settled', outcome: 'approved', request: asked.two.request.jti });
    expect((await one.nextEvent(first)).event).toMatchObject({ event: 'cancelled', reason: 'elsewhere', request: asked.one.request.jti });
    expect(await verifier.api.transaction(asked.id)).toMatchObject({ status: 'approved', account: second.accountId });
    one.send({ type: 'answer', answer: await first.answer(asked.one.jws, 'deny') });
    expect((await one.nextEvent(first)).event).toMatchObject({ event: 'settled', outcome: 'elsewhere' });
    expect(await statusOf(asked.id)).toBe('approved');
  });

  it('settles once when two answers come at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const asked = await ask();
      const answers = [await first.answer(asked.one.jws, 'approve', asked.number), await second.answer(asked.two.jws, 'deny')] as const;
      one.send({ type: 'answer', answer: answers[0] });
      two.send({ type: 'answer', answer: answers[1] });
      const status = (await verifier.api.transaction(asked.id, '?wait=10')).status;
      await Promise.all([one.settledFrames(), two.settledFrames()]);
      const told = [(await one.nextEvent(first)).event, (await two.nextEvent(second)).event];
      const outcomes = told.map((event) => (event.event === 'settled' ? event.outcome : event.event));
      expect(outcomes.filter((outcome) => outcome === status)).toHaveLength(1);
      for (const socket of [one, two]) for (const frame of await socket.settledFrames()) await socket.next(frame.type);
    }
  });

  it.each([
    ['deny', 'denied'],
    ['report', 'reported'],
  ] as [Decision, string][])('%s needs neither number nor user verification', async (decision, status) => {
    const asked = await ask('safe');
    one.send({ type: 'answer', answer: await first.answer(asked.one.jws, decision) });
    expect((await one.nextEvent(first)).event).toMatchObject({ outcome: status });
    expect(await statusOf(asked.id)).toBe(status);
  });

  it('lets a wrong number have no second guess', async () => {
    const asked = await ask();
    one.send({ type: 'answer', answer: await first.answer(asked.one.jws, 'approve', wrongFor(asked.number)) });
    expect((await one.nextEvent(first)).event).toMatchObject({ outcome: 'mismatch' });
    one.send({ type: 'answer', answer: await first.answer(asked.one.jws, 'approve', asked.number) });
    expect((await one.nextEvent(first)).event).toMatchObject({ outcome: 'mismatch' });
    two.send({ type: 'answer', answer: await second.answer(asked.two.jws, 'approve', asked.number) });
    await two.nextEvent(second);
    expect((await two.nextEvent(second)).event).toMatchObject({ outcome: 'elsewhere' });
    expect(await verifier.api.transaction(asked.id)).toMatchObject({ status: 'mismatch' });
    expect((await verifier.api.transaction(asked.id)).amr).toBeUndefined();
    expect((await verifier.api.subscriber('anna')).failures).toBe(1);
  });

  it('counts wrong numbers over all requests, and disables at the limit', async () => {
    const { api } = verifier;
    for (let round = 0; round < 19; round += 1) await api.passcode('anna', '000000');
    const asked = await ask();
    one.send({ type: 'answer', answer: await first.answer(asked.one.jws, 'approve', wrongFor(asked.number)) });
    await one.nextEvent(first);
    expect(await api.subscriber('anna')).toMatchObject({ failures: 20, disabled: true });
    const refused = [
      await api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' }),
      await api.call('POST', '/v1/passcodes/check', { subscriber: 'anna', passcode: first.passcodeAt(verifier.clock.nowMs()) }),
      await api.call('POST', '/v1/subscribers/anna/pairing-keys', {}),
    ];
    for (const reply of refused) expect(reply).toMatchObject({ status: 403, body: { error: 'disabled' } });
    expect((await api.call('POST', '/v1/subscribers/anna/unlock')).body).toMatchObject({ disabled: false, failures: 0 });
    const again = await ask();
    one.send({ type: 'answer', answer: await first.answer(again.one.jws, 'approve', again.number) });
    expect((await one.nextEvent(first)).event).toMatchObject({ outcome: 'approved' });
  });

  it('takes repeated bytes as one answer, and tells whoever answers once more, differently, what came of the first', async () => {
    const asked = await ask();
    const answer = await first.answer(asked.one.jws, 'approve', asked.number, { jti: `again-${asked.id}` });
    one.send({ type: 'answer', answer });
    const told = await one.nextEvent(first);
    one.send({ type: 'answer', answer });
    expect(await one.nextEvent(first)).toEqual(told);
    for (const changes of [{}, { jti: `again-${asked.id}` }]) {
      one.send({ type: 'answer', answer: await first.answer(asked.one.jws, 'deny', undefined, changes) });
      expect(await one.nextEvent(first)).toEqual(told);
    }
    expect(await statusOf(asked.id)).toBe('approved');
  });

  it('refuses what another key signed, another verifier was meant by, or another request was seen in', async () => {
    const asked = await ask();
    const refusals: [string, string][] = [
      [await second.answer(asked.two.jws, 'approve', asked.number, { iss: first.accountId }), 'not-attached'],
      [await second.answer(asked.two.jws, 'approve', asked.number), 'not-attached'],
      [await first.answer(asked.one.jws, 'approve', asked.number, { aud: 'https://elsewhere.example' }), 'not-attached'],
      [await first.answer(asked.one.jws, 'approve', asked.number, { request: 'nothing' }), 'unknown-request'],
      [await first.answer(asked.one.jws, 'approve', asked.number, { request: asked.two.request.jti }), 'unknown-request'],
      [await first.answer(asked.one.jws, 'approve', asked.number, { requestHash: 'A'.repeat(43) }), 'conflict'],
      [await first.answer(asked.one.jws, 'approve'), 'malformed'],
      [`${await first.answer(asked.one.jws, 'approve', asked.number)}A`, 'malformed'],
      ['a.b.c', 'malformed'],
      [asked.one.jws, 'malformed'],
    ];
    for (const [answer, code] of refusals) {
      one.send({ type: 'answer', answer });
      expect((await one.next('error')).code).toBe(code);
    }
    expect(await statusOf(asked.id)).toBe('open');
    expect((await verifier.api.subscriber('anna')).failures).toBe(0);
    await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
  });

  it('requires user verification without settling', async () => {
    const asked = await ask('safe');
    one.send({ type: 'answer', answer: await first.answer(asked.one.jws, 'approve', asked.number) });
    expect(await one.next('error')).toMatchObject({ code: 'user-verification-required', id: asked.one.request.jti });
    expect(await statusOf(asked.id)).toBe('open');
    one.send({ type: 'answer', answer: await first.answer(asked.one.jws, 'approve', asked.number, { uv: 'pin' }) });
    expect((await one.nextEvent(first)).event).toMatchObject({ outcome: 'approved' });
  });

  it('ends by time and by the one who asked, and tells answers that come later', async () => {
    const late = await ask();
    verifier.clock.advance(61_000);
    expect(await statusOf(late.id)).toBe('expired');
    expect((await one.nextEvent(first)).event).toMatchObject({ event: 'cancelled', reason: 'expired' });
    one.send({ type: 'answer', answer: await first.answer(late.one.jws, 'approve', late.number) });
    expect((await one.nextEvent(first)).event).toMatchObject({ event: 'settled', outcome: 'expired' });
    const withdrawn = await ask();
    expect((await verifier.api.call('POST', `/v1/transactions/${withdrawn.id}/cancel`)).body).toMatchObject({ status: 'cancelled' });
    expect((await one.nextEvent(first)).event).toMatchObject({ event: 'cancelled', reason: 'withdrawn' });
    one.send({ type: 'answer', answer: await first.answer(withdrawn.one.jws, 'approve', withdrawn.number) });
    expect((await one.nextEvent(first)).event).toMatchObject({ event: 'settled', outcome: 'cancelled' });
    expect(await statusOf(withdrawn.id)).toBe('cancelled');
  });

  it('offers a choice, or nothing to match, and says that this is outside 63B', async () => {
    const choice = await ask('wiki');
    expect(choice.compliance).toEqual({ sp80063b4: false, reasons: ['match-choice'] });
    expect(choice.one.request.exp - choice.one.request.iat).toBe(30);
    expect(choice.one.request.match).toMatchObject({ type: 'choice', options: expect.arrayContaining([choice.number]) });
    one.send({ type: 'answer', answer: await first.answer(choice.one.jws, 'approve', choice.number) });
    expect((await one.nextEvent(first)).event).toMatchObject({ outcome: 'approved' });
    await two.nextEvent(second);
    const none = await ask('printer');
    expect(none.match).toEqual({ type: 'none' });
    one.send({ type: 'answer', answer: await first.answer(none.one.jws, 'approve') });
    expect((await one.nextEvent(first)).event).toMatchObject({ outcome: 'approved' });
  });
});
