import { type RunningVerifier, startVerifier, type VerifierOptions } from '../../../src/verifier/compose.ts';
import { createLogger } from '../../../src/verifier/createLogger.ts';
import { databaseOf } from '../postgres/testDatabase.ts';
import { Api } from './Api.ts';
import { freshDataFolder, removeDataFolder } from './dataFolder.ts';
import { freePort } from './freePort.ts';
import { TestClock } from './TestClock.ts';

export interface TestVerifier extends RunningVerifier {
  api: Api;
  clock: TestClock;
  dataFolder: string;
  /** Starts again on the same folder and port. */
  restart(): Promise<TestVerifier>;
  /** Closes it and removes its folder. */
  dispose(): Promise<void>;
}

type Changes = Partial<VerifierOptions> & { clock?: TestClock };

/** A real verifier in this process: real HTTP and WebSocket on loopback, real database in a fresh folder. */
export async function startTestVerifier(changes: Changes = {}): Promise<TestVerifier> {
  const dataFolder = changes.dataFolder ?? (await freshDataFolder());
  const port = changes.listen?.port ?? (await freePort());
  const clock = changes.clock ?? new TestClock();
  const database = changes.database ?? (await databaseOf(dataFolder));
  const options: VerifierOptions = {
    publicUrl: `http://127.0.0.1:${port}`,
    organisation: { name: 'Acme GmbH', colour: '#0b6b5d', support: 'help@acme.example' },
    logger: createLogger('silent'),
    development: true,
    requestsPerMinute: 100_000,
    askingLimits: [],
    ...changes,
    dataFolder,
    ...(database !== undefined && { database }),
    listen: { host: '127.0.0.1', port },
    clock,
  };
  const running = await startVerifier(options);
  return {
    ...running,
    api: new Api(`http://127.0.0.1:${port}`, running.adminKey),
    clock,
    dataFolder,
    restart: async () => {
      await running.close();
      return await startTestVerifier({ ...changes, dataFolder, clock, listen: { host: '127.0.0.1', port } });
    },
    dispose: async () => {
      await running.close();
      await removeDataFolder(dataFolder);
    },
  };
}
