// The Chrome DevTools Protocol over a pair of pipes (NUL-terminated JSON). Chromium leaves when its end closes,
// so a killed app process takes its browser with it.
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

interface Frame {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  sessionId: string;
}

export class CdpError extends Error {}

export class CdpSession extends EventEmitter {
  readonly id: string;
  readonly #send: (method: string, params: object, sessionId: string) => Promise<unknown>;

  constructor(id: string, send: (method: string, params: object, sessionId: string) => Promise<unknown>) {
    super();
    this.id = id;
    this.#send = send;
    this.setMaxListeners(0);
  }

  /** Rejects with CdpError when the browser refuses or the target has gone. */
  async send<T = unknown>(method: string, params: object = {}): Promise<T> {
    return (await this.#send(method, params, this.id)) as T;
  }

  /** For commands whose target may vanish meanwhile and whose outcome nobody needs. */
  post(method: string, params: object = {}): void {
    this.#send(method, params, this.id).catch(() => undefined);
  }
}

export class CdpConnection extends EventEmitter {
  readonly root: CdpSession;
  readonly #out: Writable;
  readonly #sessions = new Map<string, CdpSession>();
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #closed = false;

  constructor(out: Writable, input: Readable) {
    super();
    this.#out = out;
    this.root = this.session('');
    let pending: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let rest = chunk;
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        pending.push(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
        const text = Buffer.concat(pending).toString('utf8');
        pending = [];
        this.#receive(JSON.parse(text) as Frame);
      }
      if (rest.length > 0) pending.push(rest);
    });
    input.on('close', () => this.#close());
    input.on('error', () => this.#close());
    out.on('error', () => this.#close());
  }

  session(id: string): CdpSession {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      session = new CdpSession(id, (method, params, sessionId) => this.#call(method, params, sessionId));
      this.#sessions.set(id, session);
    }
    return session;
  }

  #call(method: string, params: object, sessionId: string): Promise<unknown> {
    if (this.#closed) return Promise.reject(new CdpError(`${method}: the browser has gone`));
    const id = ++this.#nextId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject: (error) => reject(new CdpError(`${method}: ${error.message}`)), sessionId });
      this.#out.write(`${JSON.stringify({ id, method, params, ...(sessionId === '' ? {} : { sessionId }) })}\0`);
    });
  }

  #receive(frame: Frame): void {
    if (frame.id !== undefined) {
      const waiting = this.#waiting.get(frame.id);
      this.#waiting.delete(frame.id);
      if (frame.error === undefined) waiting?.resolve(frame.result);
      else waiting?.reject(new Error(frame.error.message));
      return;
    }
    if (frame.method === 'Target.detachedFromTarget') this.#detached(String(frame.params?.['sessionId']));
    this.#sessions.get(frame.sessionId ?? '')?.emit(frame.method ?? '', frame.params ?? {});
  }

  #detached(sessionId: string): void {
    this.#sessions.get(sessionId)?.emit('detached');
    this.#sessions.delete(sessionId);
    for (const [id, waiting] of this.#waiting) {
      if (waiting.sessionId !== sessionId) continue;
      this.#waiting.delete(id);
      waiting.reject(new Error('the window has gone'));
    }
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('the browser has gone'));
    this.#waiting.clear();
    this.emit('close');
  }
}
