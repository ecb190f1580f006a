import type { Api } from './Api.ts';
import { TestDevice } from './TestDevice.ts';

/** A device with an active account, confirmed by passcode. The subscriber is added when missing. */
export async function pairActive(api: Api, nowMs: number, subscriber = 'anna'): Promise<TestDevice> {
  await api.call('POST', '/v1/subscribers', { name: subscriber, displayName: 'Anna Weber' });
  const key = await api.pairingKey(subscriber);
  const device = await TestDevice.paired(key.link);
  const confirmed = await api.call<{ state: string }>('POST', `/v1/pairing-keys/${key.id}/passcode`, {
    passcode: device.passcodeAt(nowMs),
  });
  if (confirmed.body.state !== 'active') throw new Error(`pairing ended ${JSON.stringify(confirmed)}`);
  return device;
}
