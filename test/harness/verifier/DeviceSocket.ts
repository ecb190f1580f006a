import { randomBytes } from 'node:crypto';
import { type ClientOptions, WebSocket } from 'ws';
import { type AppFrame, parseFrame, SUBPROTOCOL, type VerifierFrame, verifierFrameSchema } from '../../../src/protocol/frames.ts';
import { verifyMessage } from '../../../src/protocol/jws.ts';
import { type Attached, attachedSchema } from '../../../src/protocol/messages/attach.ts';
import { type AccountEvent, eventSchema } from '../../../src/protocol/messages/event.ts';
import type { AuthenticationRequest } from '../../../src/protocol/messages/request.ts';
import type { TestDevice } from './TestDevice.ts';

const PATIENCE_MS = 10_000;

type FrameOf<T extends VerifierFrame['type']> = Extract<VerifierFrame, { type: T }>;

/** One socket of a test device: keeps every frame that comes until the test asks for it. */
export class DeviceSocket {
  readonly #socket: WebSocket;
  readonly #frames: VerifierFrame[] = [];
  #news: () => void = () => {};
  #closeCode: number | undefined;
  nonce = '';

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(parseFrame(data.toString('utf8'), verifierFrameSchema));
      this.#news();
    });
    socket.on('close', (code) => {
      this.#closeCode = code;
      this.#news();
    });
    socket.on('error', () => {});
  }

  /**
   * @param port of one of several verifiers that share an issuer
   * @param options such as what a proxy adds to it
   */
  static async open(device: TestDevice, port?: number, options: ClientOptions = {}): Promise<DeviceSocket> {
    const url = new URL(device.metadata.socket);
    if (port !== undefined) url.port = String(port);
    const socket = new DeviceSocket(new WebSocket(url, SUBPROTOCOL, options));
    socket.nonce = (await socket.next('hello')).nonce;
    return socket;
  }

  /** Opens a socket and attaches these devices. */
  static async attached(...devices: TestDevice[]): Promise<DeviceSocket> {
    const [first] = devices;
    if (first === undefined) throw new Error('no device');
    const socket = await DeviceSocket.open(first);
    await socket.attach(devices);
    return socket;
  }

  async attach(devices: readonly TestDevice[], options: { seq?: number; supports?: string[] } = {}): Promise<Attached> {
    const [first] = devices;
    if (first === undefined) throw new Error('no device');
    const nonce = await this.sayAttach(devices, options);
    const { reply } = await this.next('attached');
    const attached = await verifyMessage('deskfob-attached+jwt', reply, attachedSchema, (kid) => first.signingKey(kid));
    if (attached.aud !== nonce) throw new Error('the reply is bound to another nonce');
    return attached;
  }

  /** Attaches without waiting for the answer, which is bound to the nonce. */
  async sayAttach(devices: readonly TestDevice[], options: { seq?: number; supports?: string[] } = {}): Promise<string> {
    const nonce = randomBytes(32).toString('base64url');
    const proofs = await Promise.all(devices.map(async (device) => await device.attachProof(this.nonce, options.seq ?? 0)));
    this.send({
      type: 'attach',
      nonce,
      supports: options.supports ?? ['kind:sign-in', 'kind:pairing', 'match:entry', 'match:choice', 'match:none'],
      proofs,
    });
    return nonce;
  }

  send(frame: AppFrame): void {
    this.#socket.send(JSON.stringify(frame));
  }

  sendText(text: string | Buffer): void {
    this.#socket.send(text);
  }

  /** The next frame of that type, taken out of what has come. */
  async next<T extends VerifierFrame['type']>(type: T): Promise<FrameOf<T>> {
    const index = await this.#until(
      () => this.#frames.findIndex((frame) => frame.type === type),
      (found) => found >= 0,
      `a frame ${type}`,
    );
    return this.#frames.splice(index, 1)[0] as FrameOf<T>;
  }

  async nextRequest(device: TestDevice): Promise<{ jws: string; request: AuthenticationRequest }> {
    const { request: jws } = await this.next('request');
    return { jws, request: await device.readRequest(jws) };
  }

  async nextEvent(device: TestDevice): Promise<{ jws: string; event: AccountEvent }> {
    const { event: jws } = await this.next('event');
    return { jws, event: await verifyMessage('deskfob-event+jwt', jws, eventSchema, (kid) => device.signingKey(kid)) };
  }

  /** Asks for something whose answer comes after everything sent before it; then says what came unasked. */
  async settledFrames(): Promise<VerifierFrame[]> {
    this.send({ type: 'received', id: 'barrier' });
    for (;;) {
      const error = await this.next('error');
      if (error.id === 'barrier') return [...this.#frames];
    }
  }

  async closeCode(): Promise<number> {
    return (
      (await this.#until(
        () => this.#closeCode,
        (code) => code !== undefined,
        'the socket to close',
      )) ?? 0
    );
  }

  /** From now on it takes nothing from the wire. */
  stopReading(): void {
    this.#socket.pause();
  }

  readOn(): void {
    this.#socket.resume();
  }

  /** False once it was told, or has found, that nobody is at the other end. */
  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  close(): void {
    this.#socket.terminate();
  }

  async #until<T>(read: () => T, good: (value: T) => boolean, what: string): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = read();
      if (good(value)) return value;
      if (Date.now() > end)
        throw new Error(`waited in vain for ${what}; there are ${this.#frames.map((frame) => frame.type).join(', ') || 'no frames'}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 250);
        this.#news = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
