import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of the attacker's: counts who connects and who asks, and serves one page to everybody. */
export class Listener {
  connections = 0;
  /** Chromium may open a connection ahead of a request that is then refused; only a request carries anything. */
  requests = 0;
  readonly #server: Server;

  private constructor(page: string) {
    this.#server = createServer((_request, reply) => {
      this.requests += 1;
      reply.writeHead(200, { 'content-type': 'text/html' }).end(page);
    });
    this.#server.on('upgrade', (_request, socket) => {
      this.requests += 1;
      socket.destroy();
    });
    this.#server.on('connection', () => (this.connections += 1));
  }

  static async start(page = '<!doctype html><title>Elsewhere</title>'): Promise<Listener> {
    const listener = new Listener(page);
    await new Promise<void>((resolve) => listener.#server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
