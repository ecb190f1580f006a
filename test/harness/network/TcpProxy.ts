import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Fate, Lane, type PassingFrame, type Side } from './Lane.ts';

interface Pair {
  ends: Record<Side, Socket>;
  /** By where its bytes come from. */
  lanes: Record<Side, Lane>;
}

/**
 * The network between app and verifier, byte for byte: real TCP connections that a test can cut, refuse, hold up or let go
 * silent, and of which it can drop, repeat, reorder and hold back single messages. It ends no TLS and answers nothing itself.
 */
export class TcpProxy {
  /** Port of the verifier, which listens on this computer. */
  target = 0;
  /** Time that everything takes, in each direction. */
  latencyMs = 0;
  /** What becomes of each message. */
  fateOf: (frame: PassingFrame) => Fate = () => 'pass';
  /** Every message that came here, in order, whatever became of it. */
  readonly frames: PassingFrame[] = [];
  /** Connections so far. */
  connections = 0;
  readonly #pairs = new Set<Pair>();
  #server: Server | undefined;
  #port = 0;

  static async start(): Promise<TcpProxy> {
    const proxy = new TcpProxy();
    await proxy.accept();
    return proxy;
  }

  /** The issuer that the verifier must have to be reached this way. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Takes new connections, as at first. */
  async accept(): Promise<void> {
    const server = createServer((app) => this.#join(app));
    this.#server = server;
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Nobody listens any more; connections that are open stay. */
  refuse(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  /** Resets every connection. */
  cut(): void {
    for (const pair of this.#pairs) this.#cut(pair);
  }

  /**
   * The connections of now go dead without a word: what the given side says vanishes, its farewell too. Neither side is told.
   * Connections opened later work.
   */
  silence(...from: Side[]): void {
    for (const { lanes } of this.#pairs) for (const side of from) lanes[side].isSilent = true;
  }

  /** Ends that are still open on that side: each end of a dead connection stays until its owner notices. */
  open(side: Side): number {
    return [...this.#pairs].filter(({ ends }) => !ends[side].destroyed).length;
  }

  /** How many messages of that type a side has said. */
  count(from: Side, type: string): number {
    return this.frames.filter((frame) => frame.from === from && frame.type === type).length;
  }

  /** Lets go what was held, in the order it came. */
  release(): void {
    for (const { lanes } of this.#pairs) for (const lane of Object.values(lanes)) lane.release();
  }

  /** All is well again for what comes from now on. */
  heal(): void {
    this.fateOf = () => 'pass';
    this.latencyMs = 0;
  }

  stop(): void {
    this.refuse();
    this.cut();
  }

  #join(app: Socket): void {
    const verifier = connect(this.target, '127.0.0.1');
    const connection = (this.connections += 1);
    const cut = (): void => this.#cut(pair);
    const lane = (from: Side, to: Socket): Lane =>
      new Lane({
        from,
        connection,
        latencyMs: () => this.latencyMs,
        fateOf: (frame) => {
          this.frames.push(frame);
          return this.fateOf(frame);
        },
        write: (bytes) => void (to.destroyed || to.write(bytes)),
        cut,
      });
    const pair: Pair = { ends: { app, verifier }, lanes: { app: lane('app', verifier), verifier: lane('verifier', app) } };
    this.#pairs.add(pair);
    for (const side of ['app', 'verifier'] as const) {
      const end = pair.ends[side];
      const other = pair.ends[side === 'app' ? 'verifier' : 'app'];
      end.setNoDelay();
      end.on('data', (chunk: Buffer) => pair.lanes[side].take(chunk));
      end.on('error', () => {});
      end.on('end', () => pair.lanes[side].end(() => other.end()));
      end.on('close', () => {
        pair.lanes[side].end(() => other.destroy());
        if (other.destroyed) this.#pairs.delete(pair);
      });
    }
  }

  #cut(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.ends.app.resetAndDestroy();
    pair.ends.verifier.resetAndDestroy();
  }
}
