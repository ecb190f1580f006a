import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { ASKING_LIMITS } from '../../src/verifier/policy/askingLimits.ts';
import { PostgresServer } from '../harness/postgres/PostgresServer.ts';
import { freePort } from '../harness/verifier/freePort.ts';
import { KillableVerifier } from '../harness/verifier/KillableVerifier.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { attack } from './attack.ts';
import { askAndWithdraw, beyond } from './support/askAndWithdraw.ts';

/* A phisher who asks at two verifiers that share one database, so that each would count its own half. */

const [SOON = 0] = ASKING_LIMITS.map(({ most }) => most);

let server: PostgresServer;
let one: KillableVerifier;
let two: KillableVerifier;

beforeAll(async () => {
  server = await PostgresServer.start();
  const database = await server.createDatabase();
  const env = { DESKFOB_MASTER_KEY: randomBytes(32).toString('base64url') };
  const port = await freePort();
  const shared = { database, publicUrl: `http://127.0.0.1:${port}`, askingLimits: ASKING_LIMITS };
  one = await KillableVerifier.start({ ...shared, listen: { host: '127.0.0.1', port } }, env);
  two = await KillableVerifier.start(shared, env);
  await one.api.setApplication('vpn', { name: 'VPN' });
  for (const name of ['anna', 'ben']) await pairActive(one.api, Date.now(), name);
});
afterAll(async () => {
  await one.stop();
  await two.stop();
  await server.stop();
});

attack('phisher', 'two verifiers on one database are asked by many calls at the same moment', async () => {
  const asked = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => await askAndWithdraw(index % 2 === 0 ? one.api : two.api, 'anna')),
  );
  // Who found too many others at once is told to try again.
  for (let round = 0; round < SOON; round += 1) asked.push(await askAndWithdraw(two.api, 'anna'));
  return beyond(SOON, 40 + SOON, asked.filter(Boolean).length);
});

attack('phisher', 'one of two verifiers is killed and comes back between the questions, so that what it counted is gone', async () => {
  let asked = 0;
  for (let round = 0; round < SOON * 2; round += 1) {
    if (round === 5) {
      two.kill();
      await two.died();
      await two.resume();
    }
    if (await askAndWithdraw(round % 2 === 0 ? one.api : two.api, 'ben')) asked += 1;
  }
  return beyond(SOON, SOON * 2, asked);
});
