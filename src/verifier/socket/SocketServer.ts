import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { CLOSE, SUBPROTOCOL } from '../../protocol/frames.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { networkOf } from '../geo/address.ts';
import { RateLimiter } from '../RateLimiter.ts';
import type { Clock } from '../time/Clock.ts';
import { StepWatch } from '../time/StepWatch.ts';
import type { TrustedProxies } from '../TrustedProxies.ts';
import { Connection, type ConnectionParts } from './Connection.ts';
import type { SocketRates } from './socketRates.ts';

/** Takes the WebSocket upgrades of the HTTP server at one path. */
export class SocketServer {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.frameBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  readonly #path: string;
  readonly #rates: SocketRates;
  readonly #proxies: TrustedProxies;
  readonly #clock: Clock;
  readonly #parts: Omit<ConnectionParts, 'admitsFrame' | 'accountsPerSocket'>;
  readonly #opened: RateLimiter;
  readonly #framesPerAddress: RateLimiter;
  readonly #connections = new Set<Connection>();
  readonly #openPerNetwork = new Map<string, number>();
  readonly #pings: NodeJS.Timeout;
  #closing = false;

  constructor(
    path: string,
    rates: SocketRates,
    proxies: TrustedProxies,
    pingIntervalMs: number,
    clock: Clock,
    parts: Omit<ConnectionParts, 'admitsFrame' | 'accountsPerSocket'>,
  ) {
    this.#path = path;
    this.#rates = rates;
    this.#proxies = proxies;
    this.#clock = clock;
    this.#parts = parts;
    this.#opened = new RateLimiter(rates.sockets, clock);
    this.#framesPerAddress = new RateLimiter(rates.framesPerAddress, clock);
    const watch = new StepWatch(clock);
    this.#pings = setInterval(() => this.#atInterval(watch), pingIntervalMs);
  }

  listenOn(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#onUpgrade(request, socket, head));
  }

  /** Resolves when nothing of any connection is under way any more. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#pings);
    const connections = [...this.#connections];
    for (const connection of connections) connection.close(CLOSE.goingAway);
    this.#server.close();
    await Promise.all(connections.map(async (connection) => await connection.ended));
  }

  /** An app learns the time when it attaches, so one that was told the old time has to come back. */
  #atInterval(watch: StepWatch): void {
    const hasStepped = watch.hasStepped();
    for (const connection of this.#connections) {
      if (hasStepped) connection.close(CLOSE.clockSet);
      else connection.ping();
    }
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const address = this.#proxies.addressOf(request);
    if (this.#closing || address === undefined) return refuse(socket, '503 Service Unavailable');
    if (request.url !== this.#path) return refuse(socket, '404 Not Found');
    // Browsers send an Origin and apps do not: no page has business here.
    if (request.headers.origin !== undefined) return refuse(socket, '403 Forbidden');
    if (!(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/).includes(SUBPROTOCOL)) return refuse(socket, '400 Bad Request');
    const network = networkOf(address);
    if ((this.#openPerNetwork.get(network) ?? 0) >= this.#rates.openSockets || !this.#opened.take(network))
      return refuse(socket, '429 Too Many Requests');
    this.#count(network, 1);
    socket.once('close', () => this.#count(network, -1));
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const own = new RateLimiter(this.#rates.framesPerSocket, this.#clock);
      const admitsFrame = (): boolean => own.take('') && this.#framesPerAddress.take(network);
      const connection = new Connection(webSocket, address, {
        ...this.#parts,
        admitsFrame,
        accountsPerSocket: this.#rates.accountsPerSocket,
      });
      this.#connections.add(connection);
      webSocket.once('close', () => this.#connections.delete(connection));
    });
  }

  #count(network: string, change: 1 | -1): void {
    const open = (this.#openPerNetwork.get(network) ?? 0) + change;
    if (open > 0) this.#openPerNetwork.set(network, open);
    else this.#openPerNetwork.delete(network);
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
