/** The floor of the apps: bare `ws`, one verification, one write to disk, one signature. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { WebSocket } from 'ws';
import { type BareKeys, checkText, privateKeyOf, publicKeyOf, signedText } from '../lib/bareSignature.ts';
import { nowMs } from '../lib/nowMs.ts';
import { turn } from '../lib/people.ts';
import { ANSWER_SIZE, JOURNAL_HEAD_SIZE, JOURNAL_LINE_SIZE } from '../lib/sizes.ts';
import { answerCalls } from '../process/answerCalls.ts';
import { Caller } from './Caller.ts';
import type { ClientMethods, DeliverTimes, SettleTimes } from './ClientMethods.ts';
import { inLanes, inTurns } from './inTurns.ts';
import { Next } from './Next.ts';
import { RelyingApplication } from './RelyingApplication.ts';
import { rest } from './rest.ts';
import { signInOf } from './signIn.ts';

interface BareApp {
  readonly id: number;
  readonly socket: WebSocket;
  readonly text: Next<string>;
  journal?: FileHandle;
}

const relying = new RelyingApplication();
/** For what is not measured one by one. */
let caller: Caller;
let url = '';
let journals = '';
let privateKey: KeyObject;
let publicKey: KeyObject;
const apps: BareApp[] = [];
const head = Buffer.alloc(JOURNAL_HEAD_SIZE, 'x');
const line = Buffer.alloc(JOURNAL_LINE_SIZE, 'x');
const signIn = signInOf('person-1');
const WRITES_THROUGH = process.platform === 'linux';
const APPENDED = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (WRITES_THROUGH ? constants.O_DSYNC : 0);
let turns = 0;

function nextApp(): BareApp {
  const app = apps[turn((turns += 1), apps.length)];
  if (app === undefined) throw new Error('No app is connected.');
  return app;
}

async function openApp(id: number): Promise<BareApp> {
  const socket = new WebSocket(`${url}/${id}`, { perMessageDeflate: false });
  const text = new Next<string>();
  socket.on('message', (data: Buffer) => text.give(data.toString('utf8')));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { id, socket, text };
}

/** A file of its own, as each computer has: begun, safe on disk, and open to be written through where the product does so. */
async function openJournal(app: BareApp): Promise<FileHandle> {
  if (app.journal !== undefined) return app.journal;
  app.journal = await open(join(journals, `${app.id}.jsonl`), APPENDED);
  await app.journal.write(head);
  await app.journal.sync();
  return app.journal;
}

const methods: ClientMethods = {
  prepare: async ({ server, folder }) => {
    caller = new Caller(server.url, '');
    await relying.use(server);
    url = server.url.replace('http:', 'ws:');
    const keys = await caller.get<BareKeys>('/keys');
    privateKey = privateKeyOf(keys.privatePem);
    publicKey = publicKeyOf(keys.publicPem);
    journals = folder;
  },

  connect: async ({ from, to }) => {
    const ids = Array.from({ length: to - from }, (_, index) => from + index);
    await inTurns(ids, 32, async (id) => void apps.push(await openApp(id)));
  },

  deliver: async ({ count }) => {
    const asked = Array.from({ length: count }, nextApp);
    const opened = [];
    for (const app of asked) opened.push({ app, journal: await openJournal(app) });
    await relying.renew('/keys');
    const times: DeliverTimes = { inbox: [], back: [] };
    for (const { app, journal } of opened) {
      const arrival = app.text.take();
      await rest();
      const delivering = await relying.begin({ path: `/deliver/${app.id}`, body: signIn });
      const text = await arrival;
      checkText(text, publicKey);
      await journal.write(line);
      if (!WRITES_THROUGH) await journal.datasync();
      const inboxMs = nowMs();
      app.socket.send(text);
      const { startMs, endMs } = await delivering.reply();
      times.inbox.push(inboxMs - startMs);
      times.back.push(endMs - startMs);
    }
    return times;
  },

  settle: async ({ count }) => {
    await relying.renew('/keys');
    const times: SettleTimes = { event: [], poll: [] };
    for (let done = 0; done < count; done += 1) {
      const app = nextApp();
      const poll = await relying.begin({ path: `/poll/${app.id}` });
      await relying.call({ path: '/keys' });
      const answer = signedText(ANSWER_SIZE, privateKey);
      const settled = app.text.take();
      await rest();
      const startMs = nowMs();
      app.socket.send(answer);
      checkText(await settled, publicKey);
      times.event.push(nowMs() - startMs);
      times.poll.push((await poll.reply()).endMs - startMs);
    }
    return times;
  },

  approve: async ({ count, inFlight }) => {
    await caller.renew('/keys');
    const startMs = performance.now();
    await inLanes(apps, count, inFlight, async (app) => {
      const arrival = app.text.take();
      await caller.post(`/create/${app.id}`, signIn);
      const poll = caller.get(`/poll/${app.id}`);
      checkText(await arrival, publicKey);
      const settled = app.text.take();
      app.socket.send(signedText(ANSWER_SIZE, privateKey));
      checkText(await settled, publicKey);
      await poll;
    });
    return (performance.now() - startMs) / 1000;
  },
};

answerCalls(methods);
