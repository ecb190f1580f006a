import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { thumbprint } from '../protocol/keys.ts';
import { Accounts } from './accounts/Accounts.ts';
import { EventLog } from './accounts/EventLog.ts';
import { checkAddresses, type ListenAddress } from './addresses.ts';
import { readAdminFile, writeAdminFile } from './cli/adminFile.ts';
import { securityLogTo } from './createLogger.ts';
import { type Faults, noFaults } from './faults.ts';
import { loopbackAt, noGeo } from './geo/GeoLookup.ts';
import { MmdbGeo } from './geo/MmdbGeo.ts';
import { ApiKeys } from './http/ApiKeys.ts';
import { createApp } from './http/createApp.ts';
import { describeError } from './http/describeError.ts';
import { createMasterKey, deriveKeys, readMasterKey } from './keys/MasterKey.ts';
import { type Organisation, publishMetadata } from './keys/publishMetadata.ts';
import { Sealer } from './keys/Sealer.ts';
import { VerifierKeys } from './keys/VerifierKeys.ts';
import { listenOn } from './listenOn.ts';
import { Confirmation } from './pairings/Confirmation.ts';
import { PAIRING_RATES, PairingAttempts, type PairingRates } from './pairings/PairingAttempts.ts';
import { PairingHashes } from './pairings/PairingHashes.ts';
import { PairingKeys } from './pairings/PairingKeys.ts';
import { PairingRequests } from './pairings/PairingRequests.ts';
import { Redemption } from './pairings/Redemption.ts';
import { Passcodes } from './passcodes/Passcodes.ts';
import { Applications } from './policy/Applications.ts';
import { Ending } from './requests/Ending.ts';
import { RequestWriter } from './requests/RequestWriter.ts';
import { Settlement } from './requests/Settlement.ts';
import { Transactions } from './requests/Transactions.ts';
import { Signals } from './Signals.ts';
import { Attachments } from './socket/Attachments.ts';
import { AttachService } from './socket/AttachService.ts';
import { SOCKET_RATES, type SocketRates } from './socket/socketRates.ts';
import { SocketServer } from './socket/SocketServer.ts';
import { StartError } from './StartError.ts';
import { DataLock } from './store/DataLock.ts';
import { openPgliteStore } from './store/openPgliteStore.ts';
import { verifierKeys } from './store/schema.ts';
import type { Database } from './store/Store.ts';
import { Subscribers } from './subscribers/Subscribers.ts';
import { Sweeper } from './Sweeper.ts';
import { type Clock, systemClock } from './time/Clock.ts';

export interface VerifierOptions {
  dataFolder: string;
  /** The issuer, byte for byte. */
  publicUrl: string;
  listen: ListenAddress;
  organisation: Organisation;
  logger: Logger;
  /** PEM */
  tls?: { cert: string; key: string };
  /** Folder with the MMDB city files. */
  geoFolder?: string;
  /** For development: a public address whose place stands for this computer's. */
  loopbackPlace?: string;
  /** Allows http on loopback. */
  development?: boolean;
  environment?: NodeJS.ProcessEnv;
  clock?: Clock;
  faults?: Faults;
  pairingRates?: PairingRates;
  socketRates?: SocketRates;
  /** HTTP requests of one network. */
  requestsPerMinute?: number;
  sweepIntervalMs?: number;
}

export interface RunningVerifier {
  issuer: string;
  /** Thumbprint of the identity key. */
  jkt: string;
  port: number;
  /** Key of the local administrator, also in `admin.json` of the data folder. */
  adminKey: string;
  db: Database;
  /** Ends what is past its time now, instead of within the second. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** The one composition root of the verifier. @throws StartError */
export async function startVerifier(options: VerifierOptions): Promise<RunningVerifier> {
  const { dataFolder, publicUrl: issuer, listen, tls, logger, clock = systemClock, faults = noFaults } = options;
  checkAddresses(issuer, listen, tls !== undefined, options.development === true);
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const closers: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    // Nothing touches the folder before the lock is ours.
    const lock = await DataLock.take(dataFolder);
    closers.push(() => lock.release());
    const cities = options.geoFolder === undefined ? noGeo : await MmdbGeo.open(options.geoFolder);
    const geo = options.loopbackPlace === undefined ? cities : loopbackAt(cities, options.loopbackPlace);
    const foundMaster = await readMasterKey(dataFolder, options.environment ?? {});
    const store = await openPgliteStore(join(dataFolder, 'db'));
    closers.push(async () => await store.close());
    const { db } = store;
    const masterKey = foundMaster ?? (await newMasterKey(db, dataFolder));
    const { sealing, pepper } = deriveKeys(masterKey);
    const sealer = new Sealer(sealing);
    const keys = await VerifierKeys.load(db, sealer, clock);
    const metadata = await publishMetadata(db, keys, issuer, options.organisation);
    const jkt = await thumbprint(keys.identity);

    const security = securityLogTo(logger);
    const onError = (error: unknown): void => logger.error({ failure: describeError(error) }, 'background work failed');
    const signals = new Signals();
    const attachments = new Attachments((accountId, wake) => signals.on(`account:${accountId}`, wake));
    const events = new EventLog(keys, issuer, clock);
    const accounts = new Accounts(db, events, signals, clock);
    const subscribers = new Subscribers(db, clock);
    const applications = new Applications(db);
    const ending = new Ending(db, events, signals, clock);
    const writer = new RequestWriter(keys, geo, issuer, clock, (accountId) => attachments.addressOf(accountId));
    const transactions = new Transactions({ db, subscribers, applications, writer, ending, sealer, signals, clock, faults });
    const settlement = new Settlement({ db, accounts, subscribers, events, ending, sealer, signals, security, issuer, clock, faults });
    const passcodes = new Passcodes(db, subscribers, sealer, security, clock);
    const hashes = new PairingHashes(pepper);
    const pairingKeys = new PairingKeys(db, subscribers, hashes, { issuer, jkt }, clock);
    const pairingRequests = new PairingRequests(writer, sealer, options.organisation.name, clock);
    const attempts = new PairingAttempts(options.pairingRates ?? PAIRING_RATES, clock);
    const redemption = new Redemption({
      db,
      keys,
      hashes,
      attempts,
      requests: pairingRequests,
      passcodes,
      signals,
      security,
      issuer,
      clock,
    });
    const confirmation = new Confirmation({
      db,
      accounts,
      subscribers,
      requests: pairingRequests,
      passcodes,
      ending,
      sealer,
      signals,
      clock,
    });
    const apiKeys = new ApiKeys(db, clock);
    const sweeper = new Sweeper(db, accounts, ending, pairingKeys, signals, clock, onError);
    const attachService = new AttachService({ db, accounts, events, signals, security, issuer, clock });

    const prefix = new URL(issuer).pathname.replace(/\/$/, '');
    const services = {
      issuer,
      metadata,
      apiKeys,
      subscribers,
      accounts,
      applications,
      transactions,
      passcodes,
      pairingKeys,
      redemption,
      confirmation,
      security,
    };
    const app = await createApp(
      { logger, prefix, requestsPerMinute: options.requestsPerMinute ?? 1200, ...(tls !== undefined && { tls }) },
      () => services,
    );
    const sockets = new SocketServer(`${prefix}/v1/socket`, options.socketRates ?? SOCKET_RATES, clock, {
      attachService,
      attachments,
      settlement,
      keys,
      issuer,
      clock,
      faults,
      onError,
    });
    sockets.listenOn(app.server);
    closers.push(async () => {
      signals.close();
      sockets.close();
      await app.close();
      await sweeper.stop();
    });
    const port = await listenOn(app, listen);
    sweeper.start(options.sweepIntervalMs ?? 500);
    const adminKey = await apiKeys.ensure('local-administrator', 'admin', (await readAdminFile(dataFolder))?.apiKey);
    await writeAdminFile(dataFolder, {
      listen: { host: listen.host, port },
      issuer,
      apiKey: adminKey,
      ...(tls !== undefined && { certificate: tls.cert }),
    });
    return { issuer, jkt, port, adminKey, db, sweep: async () => await sweeper.sweep(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A database without keys is new; one with keys belongs to a master key that must be brought back. */
async function newMasterKey(db: Database, dataFolder: string): Promise<Buffer> {
  const known = await db.select({ id: verifierKeys.id }).from(verifierKeys).limit(1);
  if (known.length > 0)
    throw new StartError(
      'master-key-missing',
      'The master key of this data folder is missing. Put master.key back, or set DESKFOB_MASTER_KEY.',
    );
  return await createMasterKey(dataFolder);
}
