import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../harness/verifier/Api.ts';
import { freshDataFolder } from '../harness/verifier/dataFolder.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../harness/verifier/TestDevice.ts';
import { freshDatabase } from '../harness/postgres/testDatabase.ts';

describe('what one of two verifiers on one database remembers', () => {
  let asking: TestVerifier;
  let other: TestVerifier;
  let device: TestDevice;
  let socket: DeviceSocket;

  beforeAll(async () => {
    const database = await freshDatabase();
    asking = await startTestVerifier({ database });
    const dataFolder = await freshDataFolder();
    await cp(join(asking.dataFolder, 'master.key'), join(dataFolder, 'master.key'));
    other = await startTestVerifier({ database, dataFolder, publicUrl: asking.issuer });
    device = await pairActive(asking.api, asking.clock.nowMs());
    await asking.api.setApplication('vpn', { name: 'VPN' });
    socket = await DeviceSocket.attached(device);
    for (const frame of await socket.settledFrames()) await socket.next(frame.type);
  });
  afterAll(async () => {
    socket.close();
    await other.dispose();
    await asking.dispose();
  });

  const ask = async (verifier: TestVerifier) => {
    const { id, match } = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
    return { id, number: match.number ?? '', ...(await socket.nextRequest(device)) };
  };
  const approve = async ({ jws, number }: { jws: string; number: string }): Promise<void> =>
    socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', number) });

  it('is no longer true once the other took a turn', async () => {
    const asked = await ask(asking);
    for (let round = 0; round < 20; round += 1) await other.api.passcode('anna', '000000');
    await approve(asked);
    expect(await socket.next('error')).toMatchObject({ code: 'unavailable' });
    await other.api.call('POST', '/v1/subscribers/anna/unlock');
    await approve(asked);
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'approved' });
  });

  it('is missing where the other asked', async () => {
    const asked = await ask(other);
    await approve(asked);
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'approved' });
    expect((await other.api.transaction(asked.id)).status).toBe('approved');
  });

  it('settles once when the other withdraws at the same moment', async () => {
    // The asking verifier's client, by way of the other.
    const client = new Api(`http://127.0.0.1:${other.port}`, asking.adminKey);
    for (let round = 0; round < 5; round += 1) {
      const asked = await ask(asking);
      const withdrawn = client.call<{ status: string }>('POST', `/v1/transactions/${asked.id}/cancel`);
      await approve(asked);
      const { status } = (await withdrawn).body;
      await expect.poll(async () => (await asking.api.transaction(asked.id)).status).toBe(status);
      const said = [(await socket.nextEvent(device)).event];
      if (status !== 'approved') said.push((await socket.nextEvent(device)).event);
      const outcomes = said.map((event) => (event.event === 'settled' ? event.outcome : event.event));
      expect(outcomes).toEqual(status === 'approved' ? ['approved'] : ['cancelled', 'cancelled']);
    }
  });
});
