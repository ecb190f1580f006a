import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SealedJournal } from '../../../src/main/journal/SealedJournal.ts';
import { journalEntrySchema } from '../../../src/main/requests/journalEntry.ts';
import { OsVault } from '../../../src/main/vault/OsVault.ts';
import { signInOf } from '../../bench/clients/signIn.ts';
import { ANSWER_SIZE, EVENT_SIZE, JOURNAL_HEAD_SIZE, JOURNAL_LINE_SIZE, REQUEST_SIZE } from '../../bench/lib/sizes.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { MemoryKeyStore } from '../../unit/main/support/MemoryKeyStore.ts';

let verifier: TestVerifier;
let folder: string;
beforeAll(async () => {
  verifier = await startTestVerifier();
  folder = await mkdtemp(join(tmpdir(), 'deskfob-sizes-'));
});
afterAll(async () => {
  await verifier.dispose();
  await rm(folder, { recursive: true });
});

/** Within a tenth. */
function expectAbout(size: number, real: number): void {
  expect(size).toBeGreaterThan(real * 0.9);
  expect(size).toBeLessThan(real * 1.1);
}

/** The line that the journal begins with, and that of a request. */
async function journalLinesOf(jws: string): Promise<string[]> {
  const vault = new OsVault({ folder: join(folder, 'vault'), store: new MemoryKeyStore() });
  await vault.open();
  const file = join(folder, 'requests.jsonl');
  const journal = new SealedJournal({ file, journalId: 'requests', vault, schema: journalEntrySchema });
  await journal.open();
  const account = 'AAAAAAAAAAAAAAAAAAAAAA';
  const names = { organisation: 'Acme GmbH', subscriber: 'person-1' };
  await journal.append({
    type: 'request',
    id: `${account}.${account}`,
    account,
    issuer: verifier.issuer,
    ...names,
    jws,
    atMs: Date.now(),
  });
  await journal.close();
  return (await readFile(file, 'utf8')).split('\n');
}

it('floors carry, sign and write as much as the product does', async () => {
  await verifier.api.setApplication('vpn', { name: 'Acme VPN' });
  const device = await pairActive(verifier.api, verifier.clock.nowMs(), 'person-1');
  const socket = await DeviceSocket.attached(device);
  await socket.nextEvent(device);
  const created = await verifier.api.call<{ match: { number: string } }>('POST', '/v1/transactions', signInOf('person-1'));
  const { jws } = await socket.nextRequest(device);
  const answer = await device.answer(jws, 'approve', created.body.match.number);
  socket.send({ type: 'answer', answer });
  const event = await socket.nextEvent(device);
  socket.close();
  expectAbout(REQUEST_SIZE, jws.length);
  expectAbout(ANSWER_SIZE, answer.length);
  expectAbout(EVENT_SIZE, event.jws.length);
  const [head = '', line = ''] = await journalLinesOf(jws);
  expectAbout(JOURNAL_HEAD_SIZE, head.length);
  expectAbout(JOURNAL_LINE_SIZE, line.length);
});
