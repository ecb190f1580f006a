import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type AppFrame, appFrameSchema, parseFrame, SUBPROTOCOL } from '../../../../src/protocol/frames.ts';
import { verifyMessage } from '../../../../src/protocol/jws.ts';
import { type AttachProof, attachProofSchema } from '../../../../src/protocol/messages/attach.ts';
import { metadataSchema } from '../../../../src/protocol/messages/metadata.ts';
import type { KnownVerifier } from '../../../../src/main/verifiers/KnownVerifier.ts';
import { ACCOUNT, KEYS, metadata, NONCE, NOW, pinned } from '../../../vectors/samples.ts';
import { sign, VERIFIER } from './signing.ts';

/** Ends what hangs; a healthy run waits for milliseconds. */
export const PATIENCE = { timeout: 10_000, interval: 5 };

/** One connection of the app, as the verifier sees it. */
export class Peer {
  readonly frames: AppFrame[] = [];
  closeCode: number | undefined;
  readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.frames.push(parseFrame(data.toString('utf8'), appFrameSchema)));
    socket.on('close', (code) => (this.closeCode = code));
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Waits until so many frames of a type have come. */
  async next<T extends AppFrame['type']>(type: T, count = 1): Promise<Extract<AppFrame, { type: T }>[]> {
    const found = (): Extract<AppFrame, { type: T }>[] =>
      this.frames.filter((frame): frame is Extract<AppFrame, { type: T }> => frame.type === type);
    await vi.waitFor(() => {
      if (found().length < count) throw new Error(`no ${type} yet: ${JSON.stringify(this.frames.map((frame) => frame.type))}`);
    }, PATIENCE);
    return found();
  }

  async closed(): Promise<void> {
    await vi.waitFor(() => {
      if (this.closeCode === undefined) throw new Error('still open');
    }, PATIENCE);
  }

  /** Greets the app and confirms what it attaches. */
  async attach(change: object = {}): Promise<void> {
    this.send({ type: 'hello', nonce: NONCE });
    const [frame] = await this.next('attach');
    this.send({ type: 'attached', reply: await signAttached(frame?.nonce ?? '', change) });
  }
}

export async function signAttached(nonce: string, change: object = {}): Promise<string> {
  const { issuer } = VERIFIER;
  return await sign('deskfob-attached+jwt', {
    v: 1,
    iss: issuer,
    aud: nonce,
    iat: NOW,
    accounts: [{ id: ACCOUNT, status: 'active', seq: 0 }],
    rejected: [],
    ...change,
  });
}

export async function readProofs(frame: Extract<AppFrame, { type: 'attach' }> | undefined): Promise<AttachProof[]> {
  return await Promise.all(
    (frame?.proofs ?? []).map(async (proof) => await verifyMessage('deskfob-attach+jwt', proof, attachProofSchema, pinned('device'))),
  );
}

/** The verifier's end of the socket, on a real port of this computer. Its metadata bears the issuer of the vectors. */
export class VerifierSide {
  readonly peers: Peer[] = [];
  readonly #http: Server = createServer((_, reply) => void this.#metadata().then((jws) => reply.end(jws)));
  readonly #sockets = new WebSocketServer({
    server: this.#http,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  static async start(): Promise<VerifierSide> {
    const side = new VerifierSide();
    side.#sockets.on('connection', (socket) => side.peers.push(new Peer(socket)));
    await new Promise<void>((resolve) => side.#http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => side.stop());
    return side;
  }

  /** Its own issuer on this computer, whose metadata it serves. */
  get issuer(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get known(): KnownVerifier {
    return { ...VERIFIER, metadata: metadataSchema.parse({ ...metadata, socket: `${this.issuer.replace('http', 'ws')}/v1/socket` }) };
  }

  /** As the app pins it under its own issuer. */
  get pinned(): KnownVerifier {
    const { issuer, known } = this;
    return { ...known, issuer, metadata: { ...known.metadata, iss: issuer, pairing: `${issuer}/pair` } };
  }

  async #metadata(): Promise<string> {
    return await sign('deskfob-metadata+jwt', this.pinned.metadata, KEYS.identity);
  }

  /** The n-th connection, from 1. */
  async peer(count = 1): Promise<Peer> {
    return await vi.waitFor(() => {
      const peer = this.peers[count - 1];
      if (peer === undefined) throw new Error(`no connection ${count} yet`);
      return peer;
    }, PATIENCE);
  }

  stop(): void {
    for (const { socket } of this.peers) socket.terminate();
    this.#http.close();
    this.#http.closeAllConnections();
  }
}
