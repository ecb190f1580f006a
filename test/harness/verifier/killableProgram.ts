/**
 * A verifier in a process of its own that ends itself with SIGKILL at a fault point. Arguments: one JSON object with the
 * options of `startVerifier` that travel as JSON, and the fault point if it is known already. Its parent names the fault point over the process channel.
 */
import { startVerifier } from '../../../src/verifier/compose.ts';
import { createLogger } from '../../../src/verifier/createLogger.ts';
import type { FaultPoint } from '../../../src/verifier/faults.ts';
import type { FromVerifier, KillableOptions, ToVerifier } from './KillableVerifier.ts';

const [json = '{}', first] = process.argv.slice(2);
const options = JSON.parse(json) as KillableOptions;
let fatal = first === undefined ? undefined : { point: first as FaultPoint, times: 1 };
const tell = (message: FromVerifier): void => void process.send?.(message);

const verifier = await startVerifier({
  askingLimits: [],
  ...options,
  organisation: { name: 'Acme GmbH', colour: '#0b6b5d' },
  logger: createLogger('silent'),
  development: true,
  environment: process.env,
  requestsPerMinute: 100_000,
  faults: (point) => {
    if (fatal?.point !== point) return;
    fatal.times -= 1;
    if (fatal.times === 0) process.kill(process.pid, 'SIGKILL');
  },
});
process.on('message', (message: ToVerifier) => {
  if (message.type === 'die') {
    fatal = message;
    tell({ type: 'armed' });
  } else void verifier.close().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
tell({ type: 'ready', adminKey: verifier.adminKey, jkt: verifier.jkt });
