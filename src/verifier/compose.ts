import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { thumbprint } from '../protocol/keys.ts';
import { LIMITS } from '../protocol/limits.ts';
import { Accounts } from './accounts/Accounts.ts';
import { EventLog } from './accounts/EventLog.ts';
import { checkAddresses, type ListenAddress } from './addresses.ts';
import { readAdminFile, writeAdminFile } from './cli/adminFile.ts';
import { securityLogTo } from './createLogger.ts';
import { type Faults, noFaults } from './faults.ts';
import { loopbackAt, noGeo } from './geo/GeoLookup.ts';
import { MmdbGeo } from './geo/MmdbGeo.ts';
import { type ApiClient, ApiKeys } from './http/ApiKeys.ts';
import { createApp } from './http/createApp.ts';
import { describeError } from './http/describeError.ts';
import { createMasterKey, deriveKeys, readMasterKey } from './keys/MasterKey.ts';
import { type Organisation, PublishedMetadata, type StoredMetadata } from './keys/PublishedMetadata.ts';
import { Sealer } from './keys/Sealer.ts';
import { VerifierKeys } from './keys/VerifierKeys.ts';
import { listenOn } from './listenOn.ts';
import { Confirmation } from './pairings/Confirmation.ts';
import { PAIRING_RATES, PairingAttempts, type PairingRates } from './pairings/PairingAttempts.ts';
import { PairingHashes } from './pairings/PairingHashes.ts';
import { PairingKeyLists } from './pairings/PairingKeyLists.ts';
import { PairingKeys } from './pairings/PairingKeys.ts';
import { PairingRequests } from './pairings/PairingRequests.ts';
import { Redemption } from './pairings/Redemption.ts';
import { Passcodes } from './passcodes/Passcodes.ts';
import { ASKING_LIMITS, type AskingLimit } from './policy/askingLimits.ts';
import { type Application, Applications } from './policy/Applications.ts';
import { AskStatements } from './requests/AskStatements.ts';
import { Ending } from './requests/Ending.ts';
import { OpenRequests } from './requests/OpenRequests.ts';
import { ReadAhead } from './requests/ReadAhead.ts';
import { RequestWriter } from './requests/RequestWriter.ts';
import { Settlement } from './requests/Settlement.ts';
import { SettleStatements } from './requests/SettleStatements.ts';
import { Transactions } from './requests/Transactions.ts';
import { Signals } from './Signals.ts';
import { Attachments } from './socket/Attachments.ts';
import { AttachService } from './socket/AttachService.ts';
import { SOCKET_RATES, type SocketRates } from './socket/socketRates.ts';
import { SocketServer } from './socket/SocketServer.ts';
import { StartError } from './StartError.ts';
import { Whereabouts } from './socket/Whereabouts.ts';
import { Changes } from './store/Changes.ts';
import { DataLock } from './store/DataLock.ts';
import type { Nodes } from './store/Nodes.ts';
import { openPgliteStore } from './store/openPgliteStore.ts';
import { openPostgresStore } from './store/openPostgresStore.ts';
import { verifierKeys } from './store/schema.ts';
import { SharedCache } from './store/SharedCache.ts';
import type { Database } from './store/Store.ts';
import { Subscribers } from './subscribers/Subscribers.ts';
import { Sweeper } from './Sweeper.ts';
import { type Clock, systemClock } from './time/Clock.ts';
import { TrustedProxies } from './TrustedProxies.ts';

export interface VerifierOptions {
  /** For the master key and the administrator's file, and for the embedded database where there is no other. */
  dataFolder: string;
  /** `postgres://…` of a server, which several verifiers may share. */
  database?: string;
  /** The issuer, byte for byte. */
  publicUrl: string;
  listen: ListenAddress;
  organisation: Organisation;
  logger: Logger;
  /** PEM */
  tls?: { cert: string; key: string };
  /** Addresses and CIDR ranges of reverse proxies whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
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
  /** How often a subscriber may be asked; all of them hold. */
  askingLimits?: readonly AskingLimit[];
  pingIntervalMs?: number;
  /** HTTP requests of one network. */
  requestsPerMinute?: number;
  sweepIntervalMs?: number;
  /** Told that the embedded database has broken off, as on a disk without room for its log. The process should end. */
  onBroken?: () => void;
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
  const proxies = new TrustedProxies(options.trustedProxies ?? [], (peer) =>
    logger.warn({ peer }, 'X-Forwarded-For of this peer is not believed: if it is your reverse proxy, name it with --trusted-proxy'),
  );
  const closers: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    // Nothing else touches the folder before the lock is ours.
    const lock = await DataLock.take(dataFolder);
    closers.push(() => lock.release());
    const onError = (error: unknown): void => logger.error({ failure: describeError(error) }, 'background work failed');
    const cities = options.geoFolder === undefined ? noGeo : await MmdbGeo.open(options.geoFolder, onError);
    const geo = options.loopbackPlace === undefined ? cities : loopbackAt(cities, options.loopbackPlace);
    const foundMaster = await readMasterKey(dataFolder, options.environment ?? {});
    const store =
      options.database === undefined
        ? await openPgliteStore(join(dataFolder, 'db'), options.onBroken)
        : await openPostgresStore(options.database, onError);
    closers.push(async () => await store.close());
    const { db, nodes } = store;
    const signals = new Signals();
    const changes = new Changes(store, signals);
    const metadata = new PublishedMetadata(new SharedCache<StoredMetadata>('metadata', changes, signals));
    const apiKeys = new ApiKeys(new SharedCache<ApiClient>('api-keys', changes, signals), clock);
    await hearOthers(nodes, signals);
    const { keys, sealer, pepper } = await store.exclusively(async () => {
      const masterKey = foundMaster ?? (await newMasterKey(db, dataFolder));
      const derived = deriveKeys(masterKey);
      const own = new Sealer(derived.sealing);
      const loaded = await VerifierKeys.load(db, own, clock);
      await metadata.publish(loaded, issuer, options.organisation);
      return { keys: loaded, sealer: own, pepper: derived.pepper };
    });
    const jkt = await thumbprint(keys.identity);

    const security = securityLogTo(logger);
    const limits = options.askingLimits ?? ASKING_LIMITS;
    const askStatements = new AskStatements(changes, nodes, limits);
    const readAhead = new ReadAhead(askStatements, clock, onError);
    closers.push(async () => await readAhead.close());
    const attachments = new Attachments(signals, readAhead);
    const whereabouts = new Whereabouts(attachments, nodes);
    const events = new EventLog(keys, issuer, clock);
    const subscribers = new Subscribers(db, clock);
    const accounts = new Accounts(changes, subscribers, events, clock);
    const applications = new Applications(db, new SharedCache<Application>('applications', changes, signals));
    const ending = new Ending(changes, subscribers, events, clock);
    const writer = new RequestWriter(keys, geo, issuer, clock, whereabouts, proxies);
    const openRequests = new OpenRequests(clock);
    const transactions = new Transactions({
      changes,
      statements: askStatements,
      readAhead,
      openRequests,
      attachments,
      applications,
      writer,
      ending,
      sealer,
      signals,
      security,
      limits,
      clock,
      faults,
    });
    const settlement = new Settlement({
      changes,
      statements: new SettleStatements(changes, nodes),
      openRequests,
      readAhead,
      accounts,
      subscribers,
      events,
      ending,
      sealer,
      security,
      issuer,
      clock,
      faults,
    });
    const passcodes = new Passcodes(db, subscribers, sealer, security, clock);
    const hashes = new PairingHashes(pepper);
    const pairingKeys = new PairingKeys(changes, subscribers, hashes, { issuer, jkt }, clock);
    const pairingKeyLists = new PairingKeyLists(pairingKeys);
    const pairingRequests = new PairingRequests(writer, sealer, options.organisation.name, clock);
    const attempts = new PairingAttempts(options.pairingRates ?? PAIRING_RATES, clock);
    const redemption = new Redemption({
      changes,
      keys,
      hashes,
      attempts,
      requests: pairingRequests,
      passcodes,
      security,
      issuer,
      clock,
      faults,
    });
    const confirmation = new Confirmation({
      changes,
      accounts,
      subscribers,
      requests: pairingRequests,
      passcodes,
      ending,
      sealer,
      signals,
      clock,
    });
    const sweeper = new Sweeper(store, accounts, ending, pairingKeys, clock, onError);
    const attachService = new AttachService({ changes, nodes, accounts, subscribers, events, security, issuer, clock });

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
      pairingKeyLists,
      redemption,
      confirmation,
      security,
      proxies,
    };
    const app = await createApp(
      { logger, prefix, requestsPerMinute: options.requestsPerMinute ?? 1200, ...(tls !== undefined && { tls }) },
      () => services,
    );
    const pingIntervalMs = options.pingIntervalMs ?? LIMITS.pingIntervalSeconds * 1000;
    const sockets = new SocketServer(`${prefix}/v1/socket`, options.socketRates ?? SOCKET_RATES, proxies, pingIntervalMs, clock, {
      attachService,
      attachments,
      settlement,
      keys,
      node: nodes.id,
      issuer,
      clock,
      faults,
      onError,
    });
    sockets.listenOn(app.server);
    closers.push(async () => {
      signals.close();
      await sockets.close();
      await app.close();
      await sweeper.stop();
    });
    const port = await listenOn(app, listen);
    sweeper.start(options.sweepIntervalMs ?? 500);
    const adminKey = await apiKeys.ensure(administratorOf(nodes, port), 'admin', (await readAdminFile(dataFolder))?.apiKey);
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

/** While this node does not hear the others, it keeps nothing in memory that they could change. */
async function hearOthers(nodes: Nodes, signals: Signals): Promise<void> {
  signals.deafen();
  await nodes.listen({
    onTopic: (topic) => signals.emit(topic),
    onLost: () => signals.deafen(),
    onFound: () => signals.recover(),
  });
  signals.recover();
}

/** Each node has a local administrator of its own, the same after every start. */
function administratorOf(nodes: Nodes, port: number): string {
  return nodes.areShared ? `local-administrator ${hostname().slice(0, 32)}:${port}` : 'local-administrator';
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
