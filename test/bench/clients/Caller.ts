import { Agent, type ClientRequest, request } from 'node:http';
import type { Socket } from 'node:net';

/** The relying application: JSON over HTTP connections that stay open, with as little of its own as there can be. */
export class Caller {
  readonly #url: URL;
  readonly #headers: Record<string, string>;
  #agent = newAgent();

  constructor(url: string, apiKey: string) {
    this.#url = new URL(url);
    this.#headers = apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
  }

  /**
   * Begins a block on new connections. The server closes those that were idle while the other side had its turn, perhaps at the
   * very moment one is used again. The call to `path` opens the first, so that no measured call has to.
   */
  async renew(path: string): Promise<void> {
    this.#agent.destroy();
    this.#agent = newAgent();
    await this.get(path);
  }

  async get<T>(path: string): Promise<T> {
    return await this.#call<T>('GET', path);
  }

  async post<T>(path: string, body: object): Promise<T> {
    return await this.#call<T>('POST', path, JSON.stringify(body));
  }

  /**
   * Posts, and leaves the reply unread until it is asked for. The relying application is another computer: here its reading
   * would take a core from those whose time is measured.
   */
  postUnread<T>(path: string, body: object): () => Promise<T> {
    const { outgoing, reply } = this.#begin<T>('POST', path, JSON.stringify(body));
    const unread = new Promise<Socket>((resolve) => outgoing.once('socket', (socket) => resolve(socket.pause())));
    return async () => {
      (await unread).resume();
      return await reply;
    };
  }

  async #call<T>(method: string, path: string, body?: string): Promise<T> {
    return await this.#begin<T>(method, path, body).reply;
  }

  #begin<T>(method: string, path: string, body?: string): { outgoing: ClientRequest; reply: Promise<T> } {
    const headers =
      body === undefined
        ? this.#headers
        : { ...this.#headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const { hostname, port } = this.#url;
    const outgoing = request({ hostname, port, path, method, headers, agent: this.#agent }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => (text += chunk));
      reply.on('error', reject);
      reply.on('end', () => {
        if ((reply.statusCode ?? 500) < 300) resolve(JSON.parse(text) as T);
        else reject(new Error(`${method} ${path} answered ${reply.statusCode} ${text}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
    return { outgoing, reply: promise };
  }
}

function newAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 200 });
}
