import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifierFrame } from '../../src/protocol/frames.ts';
import { verifyMessage } from '../../src/protocol/jws.ts';
import { eventSchema } from '../../src/protocol/messages/event.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../harness/verifier/TestDevice.ts';

const MIB = 2 ** 20;
/** So much may be unread. */
const MOST_UNREAD = 4 * MIB;
/** The system's own buffers take some MiB before anything is unread. */
const FAR_BEYOND = 40 * MIB;
/** What the verifier tells anew to whoever attaches as if it knew nothing. */
const EVENTS = 150;

describe('a device that reads nothing', () => {
  let verifier: TestVerifier;
  let anna: TestDevice;
  let bert: TestDevice;
  /** Numbers of the events that there are. */
  let all: number[];
  /** What one attach is answered with, in bytes. */
  let perAttach: number;
  beforeAll(async () => {
    verifier = await startTestVerifier();
    anna = await pairActive(verifier.api, verifier.clock.nowMs(), 'anna');
    bert = await pairActive(verifier.api, verifier.clock.nowMs(), 'bert');
    await verifier.api.setApplication('vpn', { name: 'VPN', lifetimeSeconds: 300 });
    for (let turn = 0; turn < EVENTS; turn += 1) {
      const { id } = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
      await verifier.api.call('POST', `/v1/transactions/${id}/cancel`);
    }
    const socket = await DeviceSocket.attached(anna);
    const frames = await socket.settledFrames();
    all = await eventsIn(frames);
    perAttach = frames.reduce((sum, frame) => sum + JSON.stringify(frame).length, 0);
    socket.close();
  });
  afterAll(async () => await verifier.dispose());

  async function eventsIn(frames: readonly VerifierFrame[]): Promise<number[]> {
    const numbers: number[] = [];
    for (const frame of frames) {
      if (frame.type !== 'event') continue;
      const { seq } = await verifyMessage('deskfob-event+jwt', frame.event, eventSchema, (kid) => anna.signingKey(kid));
      numbers.push(seq);
    }
    return numbers;
  }

  it('for a while gets everything when it reads on', async () => {
    expect(all.length).toBeGreaterThanOrEqual(EVENTS);
    const socket = await DeviceSocket.open(anna);
    socket.stopReading();
    const times = Math.floor((MOST_UNREAD - MIB) / perAttach);
    for (let turn = 0; turn < times; turn += 1) await socket.sayAttach([anna]);
    socket.readOn();
    const frames = await socket.settledFrames();
    expect(frames.filter(({ type }) => type === 'attached')).toHaveLength(times);
    expect(await eventsIn(frames)).toEqual(Array.from({ length: times }, () => all).flat());
    expect(socket.isOpen).toBe(true);
    socket.close();
  });

  it('is dropped when more than 4 MiB wait for it, keeps nobody else waiting, and loses nothing', async () => {
    const socket = await DeviceSocket.attached(anna);
    const other = await DeviceSocket.attached(bert);
    socket.stopReading();
    const asked = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
    let said = 0;
    while (socket.isOpen && said * perAttach < FAR_BEYOND) {
      await socket.sayAttach([anna]);
      said += 1;
      // Whoever reads is served between them.
      if (said % 20 === 0) await other.attach([bert]);
    }
    // Not all of it may have been worked off when the last was said; and who does not read learns of the end by what it says.
    const isOpen = async (): Promise<boolean> => {
      if (socket.isOpen) await socket.sayAttach([anna]);
      return socket.isOpen;
    };
    await expect.poll(isOpen, { timeout: 60_000 }).toBe(false);
    expect(said * perAttach).toBeGreaterThan(MOST_UNREAD);
    expect(other.isOpen).toBe(true);
    await verifier.api.ask({ subscriber: 'bert', application: 'vpn' });
    await other.nextRequest(bert);
    other.close();

    const back = await DeviceSocket.attached(anna);
    const { jws, request } = await back.nextRequest(anna);
    expect(await eventsIn(await back.settledFrames())).toEqual(all);
    back.send({ type: 'received', id: request.jti });
    back.send({ type: 'answer', answer: await anna.answer(jws, 'approve', asked.match.number) });
    expect((await verifier.api.transaction(asked.id, '?wait=10')).status).toBe('approved');
    back.close();
  });
});
