import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePairingLink } from '../../src/protocol/pairingLink.ts';
import { createLogger } from '../../src/verifier/createLogger.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { forgedSignatures, misspelt } from './support/forgedSignatures.ts';
import { tryEach } from './support/tryEach.ts';

attack('network', 'the verifier is brought to say a secret: in its log, or in what it answers to whoever provokes it', async () => {
  const log: string[] = [];
  const verifier = await startTestVerifier({ logger: createLogger('trace', { write: (line) => log.push(line) }) });
  const { api, clock } = verifier;
  await api.setApplication('vpn', { name: 'VPN' });
  const anna = await pairActive(api, clock.nowMs());
  const page = await api.pairingKey('anna');
  const { key } = parsePairingLink(page.link);
  const socket = await DeviceSocket.attached(anna);
  const asked = await api.ask({ subscriber: 'anna', application: 'vpn' });
  const { jws } = await socket.nextRequest(anna);
  const number = asked.match.number ?? '';
  const passcode = anna.passcodeAt(clock.nowMs() + 60_000);
  const { key: apiKey } = (await api.call<{ key: string }>('POST', '/v1/api-keys', { name: 'vpn', scope: 'relying' })).body;
  const said: string[] = [];

  // Each secret is put wherever an attacker, or a clumsy friend, could put it, so that what is wrong with it would be quoted.
  const planted = [key, page.typedKey, number, passcode, apiKey, anna.passcodes?.secret ?? '', anna.deviceKey.d];
  for (const secret of planted) {
    for (const path of [`/v1/transactions/${secret}`, `/v1/pairing-keys/${secret}`, `/v1/${secret}?key=${secret}`, `/%00${secret}`])
      said.push(JSON.stringify(await api.call('GET', path).catch(() => 'none')).replaceAll(path, ''));
    for (const body of [
      { subscriber: secret, passcode: secret },
      { subscriber: 'anna', application: secret, message: secret, [secret]: 1 },
    ]) {
      for (const path of ['/v1/passcodes/check', '/v1/transactions', `/v1/pairing-keys/${page.id}/passcode`])
        said.push(JSON.stringify(await api.call('POST', path, body, { 'idempotency-key': `!${secret}` })));
    }
    said.push(JSON.stringify(await api.as(`${secret}.`).call('GET', '/v1/accounts')));
    const device = await TestDevice.make(verifier.issuer);
    said.push((await device.post(secret)).text, (await device.post(await device.encrypted(secret))).text);
    for (const frame of [secret, `{"type":"${secret}"}`, `{"type":"received","id":"!${secret}"}`, `{"type":"answer","answer":"${secret}"}`])
      socket.sendText(frame);
  }
  const answer = await anna.answer(jws, 'approve', number);
  for (const text of Object.values(misspelt(answer))) socket.sendText(JSON.stringify({ type: 'answer', answer: text }));
  const payload = { v: 1, iss: anna.accountId, aud: verifier.issuer, number, passcode, key };
  for (const text of Object.values(await forgedSignatures('deskfob-answer+jwt', payload, anna.metadata.identity)))
    socket.sendText(JSON.stringify({ type: 'answer', answer: text }));
  const device = await TestDevice.make(verifier.issuer);
  for (const changes of [{ aud: 'https://a.example' }, { name: 'anna' }, { jti: `!${key}` }])
    said.push((await device.post(await device.pairingMessage(key, changes))).text);
  said.push(JSON.stringify(await socket.settledFrames()));

  const master = (await readFile(join(verifier.dataFolder, 'master.key'), 'utf8')).trim();
  const lines = log.join('\n');
  if (!lines.includes('"route"') || said.length < 50) throw new Error('nothing was said');
  const tries = await tryEach([...planted, verifier.adminKey, master, answer], async (secret) => {
    if (secret.length < 6) throw new Error('a secret is missing');
    const word = new RegExp(`(?<![0-9])${secret}(?![0-9])`);
    return word.test(lines) || said.some((text) => word.test(text));
  });
  socket.close();
  await verifier.dispose();
  return tries;
});
