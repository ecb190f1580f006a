import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ProxyAgent } from 'proxy-agent';

/** The app's agent on a computer without a proxy, whose connections can be cut all at once, as when their process is killed. */
export class CuttableAgent extends ProxyAgent {
  readonly #sockets = new Set<Duplex>();

  constructor() {
    const [httpAgent, httpsAgent] = [new Agent(), new TlsAgent()];
    super({ getProxyForUrl: () => '', httpAgent, httpsAgent });
    for (const agent of [httpAgent, httpsAgent]) {
      const connect = agent.createConnection.bind(agent);
      agent.createConnection = (options, callback) => {
        const socket = connect(options, callback) as Socket;
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
        return socket;
      };
    }
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.destroy();
  }
}
