/**
 * Run by the disk test as root of a mount namespace of its own: an app whose profile lies on a disk that gets full, and a
 * verifier whose data do not. Arguments: an empty folder to mount the disk on, another for the verifier. Prints what
 * happened as one JSON line.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { journalFolderOf } from '../../src/main/vault/VaultFolder.ts';
import { startVerifier } from '../../src/verifier/compose.ts';
import { createLogger } from '../../src/verifier/createLogger.ts';
import { Computer } from '../harness/app/Computer.ts';
import { SmallDisk } from '../harness/disk/SmallDisk.ts';
import { Api } from '../harness/verifier/Api.ts';
import { freePort } from '../harness/verifier/freePort.ts';

const BLOCK = 4096;

const [mountPoint = '', dataFolder = ''] = process.argv.slice(2);
const disk = new SmallDisk(mountPoint, 2);
const port = await freePort();
const verifier = await startVerifier({
  dataFolder,
  publicUrl: `http://127.0.0.1:${port}`,
  listen: { host: '127.0.0.1', port },
  organisation: { name: 'Acme GmbH', colour: '#0b6b5d' },
  logger: createLogger('silent'),
  development: true,
  askingLimits: [],
});
const api = new Api(`http://127.0.0.1:${port}`, verifier.adminKey);
await api.addSubscriber('anna', 'Anna Weber');
await api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
/** Of the journal, in bytes. */
const roomInLastBlock = (): number => BLOCK - (statSync(join(journalFolderOf(app.computer.vaultFolder), 'requests.jsonl')).size % BLOCK);
/** A full disk still has what is left of a file's last block. Other sign-ins use that up, so that the next line finds no room. */
const useUpLastBlock = async (open: number): Promise<void> => {
  while (roomInLastBlock() >= 500) {
    const other = await ask();
    await app.until('another request', () => app.requests('open').length === open + 1);
    await api.call('POST', `/v1/transactions/${other.id}/cancel`);
    await app.until('its end', () => app.requests('open').length === open);
  }
};
/** Files that are just being replaced give their blocks back a moment later; those are filled, too. */
const fillUp = async (): Promise<void> => {
  disk.fill();
  await sleep(500);
  disk.fill();
};
const ask = async () => await api.ask({ subscriber: 'anna', application: 'vpn' });

const app = await new Computer(join(mountPoint, 'profile')).launch();
const key = await api.pairingKey('anna');
await app.pairByLink(key.link);
await api.call('POST', `/v1/pairing-keys/${key.id}/passcode`, { passcode: app.account().passcode?.current });
await app.until('an active account', () => app.account().state === 'active');
await app.online();

// A request that cannot be kept is not acknowledged, and comes again once there is room.
await useUpLastBlock(0);
await fillUp();
const first = await ask();
// Kept at once: the next attempt to connect wipes it out of the view again.
const problem = await app.until('the loss of the connection', ({ verifiers }) => verifiers[0]?.problem);
const unkept = {
  shown: app.requests('open').length,
  received: (await api.transaction(first.id)).received,
  problem,
};
disk.makeRoom();
await app.wake();
const request = await app.openRequest();

await useUpLastBlock(1);
// A decision that cannot be kept is not sent; the person is told and decides again.
await fillUp();
const refused = await app.decide(request, 'approve', first.match.number);
const undecided = { refused, status: (await api.transaction(first.id)).status, stillOpen: app.requests('open').length };
const removal = await app.ask('accounts:remove', { id: app.account().id });
const { link } = await api.pairingKey('anna');
const { step, ...pairing } = await app.pairByLink(link);
const accounts = app.view().accounts.length;
await app.ask('pairing:cancel', undefined);
disk.makeRoom();
const decided = await app.decide(request, 'approve', first.match.number);
const outcome = (await api.transaction(first.id, '?wait=20')).status;
const word = await app.outcomeOf(request);

const again = await app.restart();
const kept = { accounts: again.view().accounts.length, history: again.history().map((line) => line.outcome) };
await again.close();

// On a disk that can only be read the app says so instead of pretending.
disk.setReadOnly(true);
const readOnly = await again.computer.launch();
const { vault } = readOnly.view();
await readOnly.close();
disk.setReadOnly(false);
await verifier.close();
console.log(
  JSON.stringify({
    unkept,
    undecided,
    removal,
    pairing: { step, error: 'error' in pairing ? pairing.error : undefined },
    accounts,
    decided: decided.ok,
    outcome,
    word,
    kept,
    readOnly: vault.state === 'failed' ? vault.error : vault.state,
  }),
);
process.exit(0);
