import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../../../src/protocol/frames.ts';

/**
 * Somebody on the way between app and verifier, such as a company's proxy: passes everything on, and can cut, answer in
 * the verifier's place, write down, hold back and slip in. With a certificate it is the end of TLS.
 */
export class Middleman {
  /** Port of the verifier, which listens on this computer. */
  target = 0;
  /** The next POST reaches the verifier, and its reply is lost. */
  losesNextReply = false;
  /** Told when a reply was lost. */
  onLost: () => void = () => {};
  /** Answers in the verifier's place, by path. */
  readonly instead = new Map<string, string>();
  /** Sends whoever asks for the path somewhere else. */
  readonly redirects = new Map<string, string>();
  /** Frames to the app that are not passed on. */
  withholds: (frame: string) => boolean = () => false;
  /** Frames to the verifier that are not passed on. */
  swallows: (frame: string) => boolean = () => false;
  /** Bodies that the app has posted. */
  readonly posted: string[] = [];
  /** What went to the app and to the verifier, in order. */
  readonly toApp: string[] = [];
  readonly toVerifier: string[] = [];
  /** Last body the verifier answered, by path. */
  readonly answered = new Map<string, string>();
  /** Sockets that the app has opened so far. */
  opened = 0;
  readonly #server: Server;
  readonly #isTls: boolean;
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => SUBPROTOCOL });

  private constructor(tls: { key: string; cert: string } | undefined) {
    this.#isTls = tls !== undefined;
    this.#server = tls === undefined ? createServer() : createTlsServer(tls);
    this.#server.on('request', (incoming, reply) => this.#pass(incoming, reply));
    this.#server.on('upgrade', (incoming, socket, head) =>
      this.#sockets.handleUpgrade(incoming, socket, head, (app) => this.#join(app, incoming.url ?? '')),
    );
  }

  static async start(tls?: { key: string; cert: string }): Promise<Middleman> {
    const middleman = new Middleman(tls);
    await new Promise<void>((resolve) => middleman.#server.listen(0, '127.0.0.1', resolve));
    return middleman;
  }

  /** The issuer that the verifier must have to be reached this way. */
  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return this.#isTls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  }

  /** Says something, as if it were the verifier, to the app that came last of those still here. */
  slip(frame: string | Buffer): void {
    const app = [...this.#sockets.clients].findLast(({ readyState }) => readyState === WebSocket.OPEN);
    if (app === undefined) throw new Error('no app is connected');
    app.send(frame);
  }

  stop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #pass(incoming: IncomingMessage, reply: ServerResponse): void {
    const path = incoming.url ?? '';
    const sent: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => sent.push(chunk));
    if (incoming.method === 'POST') incoming.on('end', () => this.posted.push(Buffer.concat(sent).toString('utf8')));
    const elsewhere = this.redirects.get(path);
    if (elsewhere !== undefined) {
      reply.writeHead(307, { location: elsewhere }).end();
      return;
    }
    const fake = this.instead.get(path);
    if (fake !== undefined) {
      incoming.on('end', () => reply.end(fake));
      return;
    }
    const onward = request(
      { host: '127.0.0.1', port: this.target, path, method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          if (this.losesNextReply && incoming.method === 'POST') {
            this.losesNextReply = false;
            reply.destroy();
            this.onLost();
            return;
          }
          const body = Buffer.concat(chunks);
          this.answered.set(path, body.toString('utf8'));
          reply.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
        });
      },
    );
    onward.on('error', () => reply.destroy());
    incoming.pipe(onward);
  }

  #join(app: WebSocket, path: string): void {
    const verifier = new WebSocket(`ws://127.0.0.1:${this.target}${path}`, SUBPROTOCOL);
    this.opened += 1;
    verifier.on('message', (data: Buffer) => {
      const frame = data.toString('utf8');
      this.toApp.push(frame);
      if (!this.withholds(frame)) app.send(frame);
    });
    app.on('message', (data: Buffer) => {
      const frame = data.toString('utf8');
      this.toVerifier.push(frame);
      if (this.swallows(frame)) return;
      // What the app says before the way to the verifier is open waits for it.
      if (verifier.readyState === WebSocket.CONNECTING) verifier.once('open', () => verifier.send(frame));
      else verifier.send(frame);
    });
    for (const [one, other] of [
      [app, verifier],
      [verifier, app],
    ] as const) {
      one.on('close', () => other.terminate());
      one.on('error', () => other.terminate());
    }
  }
}
