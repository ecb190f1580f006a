import type { Agent } from 'node:http';
import { WebSocket } from 'ws';
import type { ErrorCode } from '../../bridge/errors.ts';
import { type AppFrame, CLOSE, parseFrame, SUBPROTOCOL, type VerifierFrame, verifierFrameSchema } from '../../protocol/frames.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import type { Capability } from '../../protocol/messages/attach.ts';
import type { Account } from '../accounts/Account.ts';
import { errorCodeOf } from '../errors/errorCodeOf.ts';
import { asNetworkError } from '../network/NetworkError.ts';
import type { PendingMute } from '../mutes/Mutes.ts';
import type { Receipt } from '../requests/Inbox.ts';
import type { LateAnswer } from '../requests/LateAnswers.ts';
import type { Clock } from '../time/Clock.ts';
import type { CorrectedClock } from '../time/CorrectedClock.ts';
import type { KnownVerifier } from '../verifiers/KnownVerifier.ts';
import { Attachment, type Reply } from './Attachment.ts';
import { backOffMs } from './backOff.ts';
import { FrameQueue } from './FrameQueue.ts';

/** Silence after which a socket counts as dead: two pings of the verifier and some patience. */
const SILENCE_MS = (LIMITS.pingIntervalSeconds * LIMITS.missedPings + 10) * 1000;
const HANDSHAKE_MS = 15_000;
/** Bytes that the verifier may leave unread. */
const MOST_UNREAD = 4 * 1024 * 1024;
const FAREWELL_AGAIN_MS = 3_600_000;

export type ConnectionState = 'connecting' | 'online' | 'offline';

/** What a channel needs from the rest of the app, always about its own verifier. */
export interface ChannelParts {
  clock: Clock;
  correctedClock: CorrectedClock;
  agent: Agent;
  /** Fetches and pins the verifier's current metadata. */
  refreshVerifier(): Promise<KnownVerifier>;
  accounts(): Account[];
  /** How the person can be verified here right now. */
  verifies(): readonly Capability[];
  /** Farewells and answers that wait for the verifier, as the bytes they were first sent as. */
  undelivered(): { removals: string[]; answers: string[] };
  /** Those of the answers that should have had their event. */
  lateAnswers(): LateAnswer[];
  /** Mutes that the verifier has not confirmed. */
  mutes(): PendingMute[];
  onAttached(reply: Reply, verifier: KnownVerifier): Promise<void>;
  onRequest(jws: string, verifier: KnownVerifier): Promise<Receipt>;
  /** `gap`: earlier events are missing; the channel attaches again to get them. */
  onEvent(jws: string, verifier: KnownVerifier): Promise<'processed' | 'gap'>;
  onState(state: ConnectionState, problem: ErrorCode | undefined): void;
}

/**
 * The one socket to one verifier: connects, attaches every account, hands on what arrives in order, and comes back after
 * every loss. Frames that cannot be believed are dropped; they change nothing.
 */
export class VerifierChannel {
  readonly #parts: ChannelParts;
  #socket: WebSocket | undefined;
  #verifier: KnownVerifier | undefined;
  #attachment: Attachment | undefined;
  #failures = 0;
  #saidFarewell = false;
  /** Between a loss and the next attempt. */
  #isWaiting = false;
  #stopped = false;
  /** Raised with every connection, so that a late result of an earlier one is ignored. */
  #generation = 0;
  /** Of the newest socket. Frames are handled one after the other: an event never overtakes the request it is about. */
  #frames: FrameQueue | undefined;
  #cancelRetry: () => void = () => {};
  #cancelSilence: () => void = () => {};

  constructor(parts: ChannelParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.#connect();
  }

  /** Connects anew at once: after sleep, a change of the network, or because the person asks. */
  restart(): void {
    this.#failures = 0;
    this.#drop();
    if (!this.#stopped) void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  /** Proves accounts that were paired since the socket opened; waits for no later retry when there is none. */
  async attach(accounts: readonly Account[]): Promise<void> {
    if (this.#attachment === undefined && this.#isWaiting) this.restart();
    await this.#prove(accounts);
  }

  /** Sends every answer that has no event, and asks after those that are late; once on each socket. */
  async sayAgain(): Promise<void> {
    const attachment = this.#attachment;
    if (attachment?.isComplete !== true) return;
    for (const answer of this.#parts.undelivered().answers) this.sendAnswer(answer);
    const late = attachment.askAfter(this.#parts.lateAnswers());
    if (late.length === 0) return;
    const accounts = new Set(late.map(({ account }) => account));
    await this.#prove([...accounts], new Set(late.map(({ answer }) => answer)));
  }

  /** Tells the verifier which accounts to leave alone, and asks for its word on it: an attach after the mute tells. */
  async sayMutes(): Promise<void> {
    const attachment = this.#attachment;
    if (attachment?.isComplete !== true) return;
    const fresh = attachment.saying(this.#parts.mutes());
    for (const { message } of fresh) this.#send({ type: 'mute', mute: message });
    if (fresh.length > 0) await this.#prove(fresh.map(({ account }) => account));
  }

  sendAnswer(answer: string): void {
    this.#send({ type: 'answer', answer });
  }

  sendRemoval(proof: string): void {
    this.#saidFarewell = true;
    this.#send({ type: 'remove', proof });
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    this.#isWaiting = false;
    this.#parts.onState('connecting', undefined);
    try {
      const verifier = await this.#parts.refreshVerifier();
      if (generation !== this.#generation) return;
      this.#verifier = verifier;
      this.#open(verifier, generation);
    } catch (error) {
      this.#lost(generation, errorCodeOf(error));
    }
  }

  #open(verifier: KnownVerifier, generation: number): void {
    const socket = new WebSocket(verifier.metadata.socket, SUBPROTOCOL, {
      agent: this.#parts.agent,
      maxPayload: LIMITS.frameBytes,
      handshakeTimeout: HANDSHAKE_MS,
      perMessageDeflate: false,
      followRedirects: false,
    });
    this.#socket = socket;
    this.#heard(generation);
    const frames = new FrameQueue(socket, this.#frames?.idle ?? Promise.resolve(), () => this.#heard(generation));
    this.#frames = frames;
    let problem: ErrorCode = 'verifier-unreachable';
    socket.on('ping', () => {
      this.#heard(generation);
      // `ws` answers by itself, whether or not anybody reads the answers.
      if (socket.bufferedAmount > MOST_UNREAD) socket.terminate();
    });
    socket.on('message', (data, isBinary) => {
      this.#heard(generation);
      if (isBinary || !Buffer.isBuffer(data)) socket.close(CLOSE.malformed);
      else frames.add(async () => await this.#take(data.toString('utf8'), generation));
    });
    socket.on('error', (error) => {
      problem = errorCodeOf(asNetworkError(error));
    });
    socket.on('close', () => this.#lost(generation, problem));
  }

  async #take(text: string, generation: number): Promise<void> {
    if (generation !== this.#generation) return;
    try {
      await this.#handle(parseFrame(text, verifierFrameSchema), generation);
    } catch (error) {
      this.#refuse(error, generation);
    }
  }

  async #handle(frame: VerifierFrame, generation: number): Promise<void> {
    const verifier = this.#verifier;
    if (verifier === undefined) return;
    switch (frame.type) {
      case 'hello':
        await this.#greet(frame.nonce, verifier);
        return;
      case 'attached':
        await this.#attached(frame.reply, verifier, generation);
        return;
      case 'request': {
        const receipt = await this.#parts.onRequest(frame.request, verifier);
        if (generation === this.#generation) this.#send(toFrame(receipt));
        return;
      }
      case 'event':
        if ((await this.#parts.onEvent(frame.event, verifier)) === 'gap') this.restart();
        return;
      case 'error':
        // Advice of an unsigned frame: nothing changes by it.
        return;
    }
  }

  async #greet(nonce: string, verifier: KnownVerifier): Promise<void> {
    this.#attachment = new Attachment(nonce, verifier, this.#parts.clock, this.#parts.correctedClock, () => this.#parts.verifies());
    for (const removal of this.#parts.undelivered().removals) this.sendRemoval(removal);
    await this.attach(this.#parts.accounts());
  }

  async #attached(reply: string, verifier: KnownVerifier, generation: number): Promise<void> {
    const attachment = this.#attachment;
    if (attachment === undefined) return;
    await this.#parts.onAttached(await attachment.accept(reply), verifier);
    if (generation !== this.#generation || !attachment.isComplete) return;
    this.#failures = 0;
    this.#parts.onState('online', undefined);
    await this.sayAgain();
    await this.sayMutes();
  }

  async #prove(accounts: readonly Account[], after?: ReadonlySet<string>): Promise<void> {
    const attachment = this.#attachment;
    const frames = (await attachment?.frames(accounts, after)) ?? [];
    // Signed for the socket of that moment; the next one brings its own nonce.
    if (attachment === this.#attachment) for (const frame of frames) this.#send(frame);
  }

  /** A message that does not verify is dropped. A key we do not know may have come with a rotation: then look again. */
  #refuse(error: unknown, generation: number): void {
    if (!(error instanceof ProtocolError)) {
      // Our own disk or vault failed: without a receipt the verifier keeps the message and sends it again.
      this.#lost(generation, errorCodeOf(error));
      return;
    }
    if (error.code === 'unknown-key') this.#lost(generation, 'verifier-invalid');
    else if (generation !== this.#generation) return;
    else if (error.code === 'malformed' || error.code === 'unsupported')
      this.#send({ type: 'error', code: error.code, message: error.message });
  }

  #lost(generation: number, problem: ErrorCode): void {
    if (generation !== this.#generation) return;
    this.#drop();
    if (this.#stopped) return;
    this.#failures += 1;
    this.#parts.onState('offline', problem);
    this.#isWaiting = true;
    this.#cancelRetry = this.#parts.clock.schedule(this.#retryInMs(), () => void this.#connect());
  }

  /** A farewell that was said and not confirmed is repeated now and then: the verifier may not know the account at all. */
  #retryInMs(): number {
    return this.#saidFarewell && this.#parts.accounts().length === 0 ? FAREWELL_AGAIN_MS : backOffMs(this.#failures, Math.random());
  }

  #drop(): void {
    this.#generation += 1;
    this.#cancelRetry();
    this.#isWaiting = false;
    this.#cancelSilence();
    this.#attachment = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.on('error', () => {});
    if (socket.readyState === WebSocket.OPEN) {
      // Say goodbye, and do not wait long for an answer that may never come.
      socket.close(1000);
      setTimeout(() => socket.terminate(), 1000).unref();
    } else socket.terminate();
  }

  #heard(generation: number): void {
    if (generation !== this.#generation) return;
    this.#cancelSilence();
    this.#cancelSilence = this.#parts.clock.schedule(SILENCE_MS, () => this.#lost(generation, 'verifier-slow'));
  }

  #send(frame: AppFrame): void {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNREAD) socket.terminate();
    else socket.send(JSON.stringify(frame));
  }
}

function toFrame(receipt: Receipt): AppFrame {
  return receipt.type === 'received' ? receipt : { ...receipt, message: 'The request was not taken.' };
}
