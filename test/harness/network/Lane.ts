import { setTimeout as sleep } from 'node:timers/promises';
import { FrameSplitter, type WireFrame } from './FrameSplitter.ts';

export type Side = 'app' | 'verifier';

/** A message on its way. */
export interface PassingFrame {
  from: Side;
  /** `http` for the head of a request or reply; else what the frame is: `hello`, `attach`, `request`, …, `ping`, `pong`, `close`. */
  type: string;
  text: string;
  /** Number of the connection. */
  connection: number;
}

/**
 * What the network does with one message (pings, pongs and closes always pass): `hold` keeps it until the test lets go, `swap` until the next one has passed,
 * `cut` resets the connection in its place.
 */
export type Fate = 'pass' | 'drop' | 'twice' | 'hold' | 'swap' | 'cut';

export interface LaneParts {
  from: Side;
  connection: number;
  latencyMs(): number;
  fateOf(frame: PassingFrame): Fate;
  /** Hands bytes to the other end. */
  write(bytes: Buffer): void;
  cut(): void;
}

/** One direction of one connection: the head of an HTTP exchange passes or cuts, after an upgrade every message has its fate. */
export class Lane {
  isSilent = false;
  readonly #parts: LaneParts;
  readonly #splitter = new FrameSplitter();
  #head: Buffer | undefined = Buffer.alloc(0);
  #isUpgraded = false;
  #held: Buffer[] = [];
  #swapped: Buffer[] = [];
  #underWay: Promise<void> | undefined;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  take(chunk: Buffer): void {
    if (this.#head !== undefined) this.#takeHead(chunk);
    else if (this.#isUpgraded) for (const frame of this.#splitter.push(chunk)) this.#takeFrame(frame);
    else this.#send(chunk);
  }

  /** The end of what this side says, behind all that is still under way. */
  end(pass: () => void): void {
    const end = (): void => {
      if (!this.isSilent) pass();
    };
    if (this.#underWay === undefined) end();
    else void this.#underWay.then(end);
  }

  /** Lets go what was held, in the order it came. */
  release(): void {
    for (const bytes of this.#held.splice(0)) this.#send(bytes);
  }

  #takeHead(chunk: Buffer): void {
    const head = Buffer.concat([this.#head ?? Buffer.alloc(0), chunk]);
    this.#head = head;
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const text = head.subarray(0, end).toString('latin1');
    this.#isUpgraded = text.startsWith('HTTP/1.1 101') || (text.startsWith('GET ') && /^upgrade: websocket/im.test(text));
    this.#head = undefined;
    if (this.#fateOf('http', text) === 'cut') return this.#parts.cut();
    this.#send(head.subarray(0, end + 4));
    if (end + 4 < head.length) this.take(head.subarray(end + 4));
  }

  #takeFrame(frame: WireFrame): void {
    const isMessage = frame.kind === 'text';
    const asked = this.#fateOf(isMessage ? typeOf(frame.text) : frame.kind, frame.text);
    const fate = isMessage ? asked : 'pass';
    if (fate === 'cut') return this.#parts.cut();
    if (fate === 'hold') this.#held.push(frame.bytes);
    if (fate === 'swap') {
      this.#swapped.push(frame.bytes);
      return;
    }
    if (fate === 'pass' || fate === 'twice') this.#send(frame.bytes);
    if (fate === 'twice') this.#send(frame.bytes);
    if (isMessage) for (const bytes of this.#swapped.splice(0)) this.#send(bytes);
  }

  #fateOf(type: string, text: string): Fate {
    const { from, connection } = this.#parts;
    return this.#parts.fateOf({ from, type, text, connection });
  }

  #send(bytes: Buffer): void {
    if (this.isSilent) return;
    const latencyMs = this.#parts.latencyMs();
    if (latencyMs === 0 && this.#underWay === undefined) return this.#parts.write(bytes);
    const arrivesAtMs = performance.now() + latencyMs;
    this.#underWay = (this.#underWay ?? Promise.resolve())
      .then(async () => await sleep(Math.max(0, arrivesAtMs - performance.now())))
      .then(() => this.isSilent || this.#parts.write(bytes))
      .then(() => undefined);
  }
}

function typeOf(text: string): string {
  try {
    return String((JSON.parse(text) as { type?: unknown }).type);
  } catch {
    return 'garbage';
  }
}
