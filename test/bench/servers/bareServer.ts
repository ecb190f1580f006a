/**
 * The floor of the verifier: bare `node:http`, bare `ws`, one signature, one commit. It knows no person, no limit and no
 * error. The client's key pair is the server's own, so that both ends can sign and verify.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { checkText, makeBareKeys, privateKeyOf, publicKeyOf, signedText } from '../lib/bareSignature.ts';
import { EVENT_SIZE, REQUEST_SIZE } from '../lib/sizes.ts';
import { answerCalls } from '../process/answerCalls.ts';
import { settledMemory } from '../process/settledMemory.ts';
import { type BareStore, openBareStore } from './BareStore.ts';
import type { ServerMethods } from './ServerMethods.ts';

const keys = makeBareKeys();
const privateKey = privateKeyOf(keys.privatePem);
const publicKey = publicKeyOf(keys.publicPem);

class BareServer {
  readonly #store: BareStore;
  readonly #sockets = new Map<string, WebSocket>();
  /** Replies that wait for what comes from a socket. */
  readonly #echoes = new Map<string, ServerResponse>();
  readonly #polls = new Map<string, ServerResponse>();
  /** Whose answer is committed before its poll has come. */
  readonly #settled = new Set<string>();

  constructor(store: BareStore) {
    this.#store = store;
  }

  /** `/deliver/17` answers when socket 17 has echoed; `/create/17` at once; `/poll/17` when its answer is committed. */
  async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, action = '', id = ''] = (request.url ?? '').split('/');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (action === 'poll') return this.#poll(id, response);
    if (action === 'keys') return reply(response, keys);
    if (action === 'deliver') this.#echoes.set(id, response);
    if (action === 'deliver' || action === 'create') await this.#ask(id, body);
    if (action !== 'deliver') reply(response, {});
  }

  onSocket(socket: WebSocket, id: string): void {
    this.#sockets.set(id, socket);
    socket.on('message', (data: Buffer) => void this.#onText(id, data.toString('utf8')));
  }

  async #ask(id: string, body: string): Promise<void> {
    JSON.parse(body);
    const text = signedText(REQUEST_SIZE, privateKey);
    await this.#store.commit(text);
    this.#sockets.get(id)?.send(text);
  }

  async #onText(id: string, text: string): Promise<void> {
    const echo = this.#echoes.get(id);
    if (echo !== undefined) {
      this.#echoes.delete(id);
      return reply(echo, {});
    }
    checkText(text, publicKey);
    const event = signedText(EVENT_SIZE, privateKey);
    await this.#store.commit(event);
    this.#sockets.get(id)?.send(event);
    const poll = this.#polls.get(id);
    this.#polls.delete(id);
    if (poll === undefined) this.#settled.add(id);
    else reply(poll, {});
  }

  #poll(id: string, response: ServerResponse): void {
    if (this.#settled.delete(id)) reply(response, {});
    else this.#polls.set(id, response);
  }
}

function reply(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

const methods: ServerMethods = {
  start: async (plan) => {
    const bare = new BareServer(await openBareStore(plan));
    const http = createServer((request, response) => void bare.onRequest(request, response));
    const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: 65_536 });
    sockets.on('connection', (socket, request) => bare.onSocket(socket, (request.url ?? '/').slice(1)));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    return { url: `http://127.0.0.1:${port}`, apiKey: '' };
  },
  memory: settledMemory,
};

answerCalls(methods);
