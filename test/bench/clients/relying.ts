/**
 * The relying application, in a process of its own because it is a computer of its own: what it does with a reply must not
 * hold up the apps.
 */
import { nowMs } from '../lib/nowMs.ts';
import { answerCalls } from '../process/answerCalls.ts';
import type { ServerAddress } from '../servers/ServerMethods.ts';
import { Caller } from './Caller.ts';

export interface HttpCall {
  path: string;
  /** Posted; without one the call is a GET. */
  body?: object;
  /** See {@link Caller.postUnread}. */
  isLeftUnread?: boolean;
}

export interface Replied {
  /** As of {@link nowMs}. */
  startMs: number;
  endMs: number;
  /** From JSON. */
  value: unknown;
}

export type RelyingMethods = {
  use(server: ServerAddress): void;
  /** See {@link Caller.renew}. */
  renew(plan: { path: string }): Promise<void>;
  /** Begins a call as soon as this is answered, and tells its number. */
  begin(call: HttpCall): number;
  /** The reply to the call of this number, once it is there. */
  reply(begun: { number: number }): Promise<Replied>;
};

let caller: Caller;
let calls = 0;
/** By number: reads the reply, if it is not read yet. */
const begun = new Map<number, () => Promise<Replied>>();

function begin({ path, body, isLeftUnread }: HttpCall): () => Promise<Replied> {
  const startMs = nowMs();
  const replied = (value: unknown): Replied => ({ startMs, endMs: nowMs(), value });
  if (body !== undefined && isLeftUnread === true) {
    const read = caller.postUnread(path, body);
    return async () => replied(await read());
  }
  const reply = (body === undefined ? caller.get(path) : caller.post(path, body)).then(replied);
  // Whoever asks for the reply is told of its failure.
  reply.catch(() => {});
  return async () => await reply;
}

const methods: RelyingMethods = {
  use: ({ url, apiKey }) => {
    caller = new Caller(url, apiKey);
  },
  renew: async ({ path }) => await caller.renew(path),
  begin: (call) => {
    const number = (calls += 1);
    setImmediate(() => begun.set(number, begin(call)));
    return number;
  },
  reply: async ({ number }) => {
    const reply = begun.get(number);
    begun.delete(number);
    if (reply === undefined) throw new Error('No such call was begun.');
    return await reply();
  },
};

answerCalls(methods);
