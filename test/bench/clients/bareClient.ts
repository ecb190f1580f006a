/** The floor of the apps: bare `ws`, one verification, one write to disk, one signature. */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { WebSocket } from 'ws';
import { type BareKeys, checkText, privateKeyOf, publicKeyOf, signedText } from '../lib/bareSignature.ts';
import { turn } from '../lib/people.ts';
import { ANSWER_SIZE, JOURNAL_LINE_SIZE } from '../lib/sizes.ts';
import { answerCalls } from '../process/answerCalls.ts';
import { Caller } from './Caller.ts';
import type { ClientMethods, SettleTimes } from './ClientMethods.ts';
import { inLanes, inTurns } from './inTurns.ts';
import { Next } from './Next.ts';
import { signInOf } from './signIn.ts';

interface BareApp {
  readonly id: number;
  readonly socket: WebSocket;
  readonly text: Next<string>;
}

let caller: Caller;
let url = '';
let journal: FileHandle;
let privateKey: KeyObject;
let publicKey: KeyObject;
const apps: BareApp[] = [];
const line = Buffer.alloc(JOURNAL_LINE_SIZE, 'x');
const signIn = signInOf('person-1');
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

const methods: ClientMethods = {
  prepare: async ({ server, folder }) => {
    caller = new Caller(server.url, '');
    url = server.url.replace('http:', 'ws:');
    const keys = await caller.get<BareKeys>('/keys');
    privateKey = privateKeyOf(keys.privatePem);
    publicKey = publicKeyOf(keys.publicPem);
    journal = await open(join(folder, 'journal'), 'a');
  },

  connect: async ({ from, to }) => {
    const ids = Array.from({ length: to - from }, (_, index) => from + index);
    await inTurns(ids, 32, async (id) => void apps.push(await openApp(id)));
  },

  deliver: async ({ count }) => {
    await caller.renew('/keys');
    const times: number[] = [];
    for (let done = 0; done < count; done += 1) {
      const app = nextApp();
      const arrival = app.text.take();
      const startMs = performance.now();
      const delivered = caller.post(`/deliver/${app.id}`, signIn);
      const text = await arrival;
      checkText(text, publicKey);
      await journal.write(line);
      await journal.datasync();
      app.socket.send(text);
      await delivered;
      times.push(performance.now() - startMs);
    }
    return times;
  },

  settle: async ({ count }) => {
    await caller.renew('/keys');
    const times: SettleTimes = { event: [], poll: [] };
    for (let done = 0; done < count; done += 1) {
      const app = nextApp();
      const poll = caller.get(`/poll/${app.id}`).then(() => performance.now());
      await caller.get('/keys');
      const answer = signedText(ANSWER_SIZE, privateKey);
      const settled = app.text.take();
      const startMs = performance.now();
      app.socket.send(answer);
      checkText(await settled, publicKey);
      times.event.push(performance.now() - startMs);
      times.poll.push((await poll) - startMs);
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
