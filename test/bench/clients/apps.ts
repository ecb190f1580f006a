/** All the computers of an organisation in one process, each with its own socket, and the application that asks them. */
import { Agent } from 'node:http';
import { join } from 'node:path';
import type { Account } from '../../../src/main/accounts/Account.ts';
import { HttpClient } from '../../../src/main/network/HttpClient.ts';
import { signAnswer } from '../../../src/main/requests/signAnswer.ts';
import { OsVault } from '../../../src/main/vault/OsVault.ts';
import type { KnownVerifier } from '../../../src/main/verifiers/KnownVerifier.ts';
import { metadataUrl } from '../../../src/protocol/issuer.ts';
import { verifyMetadata } from '../../../src/protocol/messages/metadata.ts';
import { MemoryKeyStore } from '../../unit/main/support/MemoryKeyStore.ts';
import { nowMs } from '../lib/nowMs.ts';
import { type Person, readPeople, turn } from '../lib/people.ts';
import { answerCalls } from '../process/answerCalls.ts';
import { Caller } from './Caller.ts';
import type { ClientMethods, DeliverTimes, SettleTimes } from './ClientMethods.ts';
import { inLanes, inTurns } from './inTurns.ts';
import { type Arrival, type Computer, OneApp } from './OneApp.ts';
import { RelyingApplication } from './RelyingApplication.ts';
import { rest } from './rest.ts';
import { signInOf } from './signIn.ts';

interface Created {
  id: string;
  match: { number?: string };
}

const relying = new RelyingApplication();
/** For what is not measured one by one. */
let caller: Caller;
let people: Person[] = [];
let computer: Computer;
const apps: OneApp[] = [];
let turns = 0;

function nextApp(): OneApp {
  const app = apps[turn((turns += 1), apps.length)];
  if (app === undefined) throw new Error('No app is connected.');
  return app;
}

async function fetchVerifier(issuer: string, agent: Agent): Promise<KnownVerifier> {
  const { body } = await new HttpClient(agent).get(metadataUrl(issuer));
  return { issuer, ...(await verifyMetadata(body.trim(), { issuer })) };
}

function accountOf({ accountId, subscriber, deviceKey }: Person, issuer: string): Account {
  return {
    recordId: accountId,
    issuer,
    id: accountId,
    subscriber,
    displayName: subscriber,
    organisation: 'Acme GmbH',
    state: 'active',
    pairedAtMs: Date.now(),
    policy: { userVerification: 'preferred', passcodes: true },
    eventSeq: 0,
    secrets: { deviceKey, passcode: { secret: 'A'.repeat(32), algorithm: 'SHA1', digits: 6, period: 30 } },
  };
}

async function approvalOf(app: OneApp, { jws, request }: Arrival, number: string | undefined): Promise<string> {
  const { recordId: account, issuer, organisation, subscriber, secrets } = app.account;
  if (secrets === undefined) throw new Error('The account has no secrets.');
  const held = { id: request.jti, account, issuer, organisation, subscriber, jws, request, receivedAtMs: 0 };
  return await signAnswer(held, 'approve', number, secrets.deviceKey, 'none');
}

const methods: ClientMethods = {
  prepare: async ({ server, folder, peopleFile }) => {
    caller = new Caller(server.url, server.apiKey);
    await relying.use(server);
    people = await readPeople(peopleFile);
    const agent = new Agent();
    // What the computer keeps the vault's key in is asked once, at the start of an app.
    const vault = new OsVault({ folder: join(folder, 'vault'), store: new MemoryKeyStore() });
    await vault.open();
    computer = { verifier: await fetchVerifier(server.url, agent), vault, folder: join(folder, 'journals'), agent };
  },

  connect: async ({ from, to }) => {
    const issuer = computer.verifier.issuer;
    const opened = people.slice(from, to).map((person) => new OneApp(accountOf(person, issuer), computer));
    await inTurns(opened, 32, async (app) => await app.connect());
    apps.push(...opened);
  },

  deliver: async ({ count }) => {
    const asked = Array.from({ length: count }, nextApp);
    for (const app of asked) await app.openInbox();
    await relying.renew('/healthz');
    const times: DeliverTimes = { inbox: [], back: [] };
    for (const app of asked) {
      const arrival = app.arrival.take();
      await rest();
      const body = signInOf(app.account.subscriber);
      const asking = await relying.begin<Created>({ path: '/v1/transactions', body, isLeftUnread: true });
      const { atMs, request } = await arrival;
      const { startMs, value } = await asking.reply();
      times.inbox.push(atMs - startMs);
      const cancelled = app.event.take();
      await relying.call({ path: `/v1/transactions/${value.id}/cancel`, body: {} });
      await cancelled;
      await app.forget(request);
    }
    return times;
  },

  settle: async ({ count }) => {
    await relying.renew('/healthz');
    const times: SettleTimes = { event: [], poll: [] };
    for (let done = 0; done < count; done += 1) {
      const app = nextApp();
      const arrival = app.arrival.take();
      const { id, match } = await relying.call<Created>({ path: '/v1/transactions', body: signInOf(app.account.subscriber) });
      const answer = await approvalOf(app, await arrival, match.number);
      const poll = await relying.begin<{ status: string }>({ path: `/v1/transactions/${id}?wait=30` });
      // Answered after the poll's own first look, so that the poll waits by now.
      await relying.call({ path: `/v1/transactions/${id}` });
      const settled = app.event.take();
      await rest();
      const startMs = nowMs();
      app.sendAnswer(answer);
      times.event.push((await settled).atMs - startMs);
      const { value, endMs } = await poll.reply();
      if (value.status !== 'approved') throw new Error(`The transaction ended ${value.status}.`);
      times.poll.push(endMs - startMs);
    }
    return times;
  },

  approve: async ({ count, inFlight }) => {
    await caller.renew('/healthz');
    const startMs = performance.now();
    await inLanes(apps, count, inFlight, async (app) => {
      const arrival = app.arrival.take();
      const { id, match } = await caller.post<Created>('/v1/transactions', signInOf(app.account.subscriber));
      const poll = caller.get<{ status: string }>(`/v1/transactions/${id}?wait=30`);
      const answer = await approvalOf(app, await arrival, match.number);
      const settled = app.event.take();
      app.sendAnswer(answer);
      await settled;
      const { status } = await poll;
      if (status !== 'approved') throw new Error(`The transaction ended ${status}.`);
    });
    return (performance.now() - startMs) / 1000;
  },
};

answerCalls(methods);
