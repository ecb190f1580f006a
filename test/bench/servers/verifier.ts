/** The product's verifier as its command line starts it, only without the limits that keep one address from flooding it. */
import { startVerifier } from '../../../src/verifier/compose.ts';
import { createLogger } from '../../../src/verifier/createLogger.ts';
import { freePort } from '../../harness/verifier/freePort.ts';
import { readPeople } from '../lib/people.ts';
import { answerCalls } from '../process/answerCalls.ts';
import { settledMemory } from '../process/settledMemory.ts';
import { seedPeople } from './seedPeople.ts';
import type { ServerMethods } from './ServerMethods.ts';

const boundless = { burst: 1e9, perMs: 1 };

const methods: ServerMethods = {
  start: async ({ folder, peopleFile, postgresUrl, publicUrl }) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const verifier = await startVerifier({
      dataFolder: folder,
      ...(postgresUrl !== undefined && { database: postgresUrl }),
      publicUrl: publicUrl ?? url,
      listen: { host: '127.0.0.1', port },
      organisation: { name: 'Acme GmbH', colour: '#0b6b5d' },
      logger: createLogger('info'),
      development: true,
      requestsPerMinute: 1e9,
      askingLimits: [],
      socketRates: {
        sockets: boundless,
        openSockets: 1e6,
        framesPerAddress: boundless,
        framesPerSocket: boundless,
        accountsPerSocket: 2000,
      },
    });
    await seedPeople(verifier.db, await readPeople(peopleFile));
    return { url, apiKey: verifier.adminKey };
  },
  memory: settledMemory,
};

answerCalls(methods);
