import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import {
  type AppFrame,
  appFrameSchema,
  CLOSE,
  type FrameErrorCode,
  knownCapabilities,
  parseFrame,
  type VerifierFrame,
} from '../../protocol/frames.ts';
import { type MessageType, peekKeyId } from '../../protocol/jws.ts';
import type { PublicJwk } from '../../protocol/keys.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { AccountStatus } from '../../protocol/messages/common.ts';
import type { Attached } from '../../protocol/messages/attach.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import type { StoredEvent } from '../accounts/EventLog.ts';
import type { Faults } from '../faults.ts';
import type { VerifierKeys } from '../keys/VerifierKeys.ts';
import type { Settlement } from '../requests/Settlement.ts';
import { type Clock, seconds } from '../time/Clock.ts';
import type { Attachments, AttachedConnection, SentRequest } from './Attachments.ts';
import type { AttachService, ProvenAccount } from './AttachService.ts';
import { peekAccount } from './peekAccount.ts';
import { attachmentOf } from './Whereabouts.ts';

/** Frames and wake-ups that may wait for their turn on one socket. */
const MOST_PENDING = 2000;
/** Bytes that a slow reader may leave unread. */
const MOST_UNREAD = 4 * 1024 * 1024;

const ADVICE: Record<FrameErrorCode, string> = {
  malformed: 'The frame was not understood.',
  unsupported: 'The frame asks for something this version does not know.',
  throttled: 'Too much at once.',
  'not-attached': 'No such account is attached on this socket.',
  'unknown-request': 'There is no such request.',
  conflict: 'This differs from what was sent or seen before.',
  'user-verification-required': 'This request requires user verification.',
  replaced: 'The account was attached on another socket.',
  unavailable: 'This is not possible at the moment.',
};

export interface ConnectionParts {
  attachService: AttachService;
  attachments: Attachments;
  settlement: Settlement;
  keys: VerifierKeys;
  /** This node, as the database knows it. */
  node: string;
  issuer: string;
  clock: Clock;
  faults: Faults;
  accountsPerSocket: number;
  /** Counts one frame; false when this socket or its network sends too many. */
  admitsFrame(): boolean;
  onError(error: unknown): void;
}

interface Held {
  deviceKey: PublicJwk;
  kid: string;
  /** Events up to here went out on this socket. */
  cursor: number;
  sentRequests: Set<string>;
}

/**
 * One socket of one app. Everything on it happens one after the other: its frames, and what wakes it. What goes out is
 * read from the database, so nothing depends on having been awake at the right moment.
 */
export class Connection implements AttachedConnection {
  readonly address: string;
  readonly #socket: WebSocket;
  readonly #parts: ConnectionParts;
  readonly #nonce = randomBytes(32).toString('base64url');
  /** Name of this connection in the database. */
  readonly #attachment: string;
  /** Resolves when the socket is closed and nothing of it is under way any more. */
  readonly ended: Promise<void>;
  readonly #held = new Map<string, Held>();
  readonly #awake = new Set<string>();
  readonly #attachTimer: NodeJS.Timeout;
  #work: Promise<void> = Promise.resolve();
  #pending = 0;
  #missedPings = 0;

  constructor(socket: WebSocket, address: string, parts: ConnectionParts) {
    this.#socket = socket;
    this.address = address;
    this.#parts = parts;
    this.#attachment = attachmentOf(parts.node, randomBytes(12).toString('base64url'));
    this.ended = new Promise<void>((resolve) => socket.once('close', () => resolve())).then(async () => await this.#work);
    this.#attachTimer = setTimeout(() => socket.close(CLOSE.notAttached), LIMITS.attachWithinSeconds * 1000);
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    socket.on('ping', () => this.#onPing());
    socket.on('pong', () => {
      this.#missedPings = 0;
    });
    // `ws` closes by itself on a protocol error or a frame that is too large; this only keeps it from being thrown.
    socket.on('error', () => {});
    socket.on('close', () => this.#onClose());
    this.#send({ type: 'hello', nonce: this.#nonce });
  }

  /** Called at the ping interval. */
  ping(): void {
    if (this.#missedPings >= LIMITS.missedPings) {
      this.#socket.terminate();
      return;
    }
    this.#missedPings += 1;
    this.#socket.ping();
  }

  close(code: number): void {
    this.#socket.close(code);
    setTimeout(() => this.#socket.terminate(), 500).unref();
  }

  wake(accountId: string): void {
    if (this.#awake.has(accountId)) return;
    this.#awake.add(accountId);
    this.#inOrder(async () => {
      this.#awake.delete(accountId);
      await this.#deliver(accountId);
    });
  }

  offer(accountId: string, request: SentRequest): void {
    this.#inOrder(async () => await this.#sendRequest(accountId, request));
  }

  recheck(accountId: string): void {
    this.#inOrder(async () => {
      if (!this.#held.has(accountId) || (await this.#parts.attachService.isAttached(accountId, this.#attachment))) return;
      this.#release(accountId);
      this.replaced(accountId);
    });
  }

  replaced(accountId: string): void {
    this.#held.delete(accountId);
    this.#sendError('replaced', accountId);
  }

  /** `ws` answers pings by itself, whether or not anybody reads the answers: so they count, and do not pile up. */
  #onPing(): void {
    if (this.#admits() && this.#socket.bufferedAmount > MOST_UNREAD) this.#socket.terminate();
  }

  #admits(): boolean {
    if (this.#parts.admitsFrame()) return true;
    this.#sendError('throttled');
    this.#socket.close(CLOSE.throttled);
    return false;
  }

  #onMessage(data: unknown, isBinary: boolean): void {
    if (!this.#admits()) return;
    if (isBinary || !Buffer.isBuffer(data)) {
      this.#socket.close(CLOSE.malformed);
      return;
    }
    const text = data.toString('utf8');
    this.#inOrder(async () => await this.#onText(text));
  }

  #inOrder(work: () => Promise<void>): void {
    this.#pending += 1;
    if (this.#pending > MOST_PENDING || this.#socket.bufferedAmount > MOST_UNREAD) {
      this.#socket.terminate();
      return;
    }
    this.#work = this.#work.then(async () => {
      this.#pending -= 1;
      if (this.#socket.readyState !== this.#socket.OPEN) return;
      try {
        await work();
      } catch (error) {
        this.#parts.onError(error);
        // What was to be done or sent is safe in the database or with the app: it comes back and gets or says it again.
        this.#socket.close(CLOSE.unavailable);
      }
    });
  }

  async #onText(text: string): Promise<void> {
    let frame: AppFrame;
    try {
      frame = parseFrame(text, appFrameSchema);
    } catch (error) {
      // The socket stays: closing it would make an app come back and send the same frame again, for ever.
      this.#sendError(error instanceof ProtocolError && error.code === 'unsupported' ? 'unsupported' : 'malformed');
      return;
    }
    try {
      await this.#onFrame(frame);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // A signature that is wrong looks like an account that is unknown.
      const hidden = error.code === 'bad-signature' || error.code === 'unknown-key';
      this.#sendError(hidden ? 'not-attached' : error.code === 'unsupported' ? 'unsupported' : 'malformed');
    }
  }

  async #onFrame(frame: AppFrame): Promise<void> {
    switch (frame.type) {
      case 'attach':
        await this.#attach(frame);
        return;
      case 'received':
        await this.#received(frame.id);
        return;
      case 'answer':
        await this.#answer(frame.answer);
        return;
      case 'remove':
        await this.#remove(frame.proof);
        return;
      case 'mute':
        await this.#mute(frame.mute);
        return;
      case 'error':
        return;
    }
  }

  async #attach(frame: Extract<AppFrame, { type: 'attach' }>): Promise<void> {
    const { attachService, attachments, keys, issuer, clock } = this.#parts;
    if (this.#held.size + frame.proofs.length > this.#parts.accountsPerSocket) {
      this.#sendError('throttled');
      return;
    }
    const proven = await attachService.prove(frame.proofs, this.#nonce);
    const ids = new Set(proven.map((account) => account.id));
    const rejected = [...new Set(frame.proofs.flatMap((proof) => peekAccount(proof) ?? []))].filter((id) => !ids.has(id));
    const living = proven.filter(isAlive);
    await attachService.recordAttach(
      living.map((account) => account.id),
      this.#attachment,
      this.address,
      knownCapabilities(frame.supports),
    );
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    for (const account of proven) this.#hold(account, attachments);
    if (proven.length > 0) clearTimeout(this.#attachTimer);
    const nowMs = clock.nowMs();
    const reply: Attached = {
      v: 1,
      iss: issuer,
      aud: frame.nonce,
      iat: seconds(nowMs),
      accounts: living.map(({ id, status, statusSeq, mutedUntil }) => ({
        id,
        status,
        seq: statusSeq,
        ...(mutedUntil > nowMs && { mutedUntil: seconds(mutedUntil) }),
      })),
      rejected,
    };
    this.#send({ type: 'attached', reply: await keys.sign('deskfob-attached+jwt', reply) });
    await attachService.completePairings(living.filter(({ status }) => status === 'waiting').map(({ id }) => id));
    for (const account of living) await this.#deliverRequests(account.id);
    for (const account of proven) await this.#deliverEvents(account.id);
    for (const account of proven) if (account.status === 'removed') this.#release(account.id);
  }

  #hold(account: ProvenAccount, attachments: Attachments): void {
    this.#held.set(account.id, { deviceKey: account.deviceKey, kid: account.kid, cursor: account.seq, sentRequests: new Set() });
    attachments.attach(account.id, this);
  }

  async #deliver(accountId: string): Promise<void> {
    await this.#deliverRequests(accountId);
    await this.#deliverEvents(accountId);
  }

  async #deliverRequests(accountId: string): Promise<void> {
    const held = this.#held.get(accountId);
    if (held === undefined) return;
    const open = await this.#parts.attachService.openRequests(accountId);
    for (const request of open) await this.#sendRequest(accountId, request);
    const stillOpen = new Set(open.map((request) => request.id));
    for (const id of held.sentRequests) if (!stillOpen.has(id)) held.sentRequests.delete(id);
  }

  async #sendRequest(accountId: string, request: SentRequest): Promise<void> {
    const held = this.#held.get(accountId);
    if (held === undefined || held.sentRequests.has(request.id)) return;
    held.sentRequests.add(request.id);
    this.#send({ type: 'request', request: request.jws });
    await this.#parts.faults('request:sent');
  }

  async #deliverEvents(accountId: string): Promise<void> {
    const held = this.#held.get(accountId);
    if (held === undefined) return;
    const events = await this.#parts.attachService.eventsAfter(accountId, held.cursor);
    for (const event of events) await this.#sendEvent(held, event);
    // A removal comes as an event, so without one there is nothing to look for.
    if (events.length > 0 && (await this.#parts.attachService.isRemoved(accountId))) this.#release(accountId);
  }

  async #sendEvent(held: Held, event: StoredEvent): Promise<void> {
    this.#send({ type: 'event', event: event.jws });
    held.cursor = event.seq;
    await this.#parts.faults('event:sent');
  }

  async #received(id: string): Promise<void> {
    const accountId = this.#accountOfSent(id) ?? (await this.#parts.attachService.accountOfRequest(id));
    if (accountId === undefined) return this.#sendError('unknown-request', id);
    if (!this.#held.has(accountId)) return this.#sendError('not-attached', id);
    await this.#parts.attachService.markReceived(id);
    await this.#parts.faults('request:received');
  }

  /** The account of a request that was sent on this socket, without asking the database. */
  #accountOfSent(id: string): string | undefined {
    for (const [accountId, held] of this.#held) if (held.sentRequests.has(id)) return accountId;
    return undefined;
  }

  async #answer(jws: string): Promise<void> {
    const sender = this.#senderOf('deskfob-answer+jwt', jws);
    if (sender === undefined) return this.#sendError('not-attached');
    const { accountId, held } = sender;
    const result = await this.#parts.settlement.answer({ id: accountId, deviceKey: held.deviceKey, attachment: this.#attachment }, jws);
    if ('error' in result) return this.#sendError(result.error, result.id);
    if ('repeat' in result) return this.#send({ type: 'event', event: result.repeat });
    const { event } = result;
    held.sentRequests.delete(result.request);
    if (event.seq !== held.cursor + 1) return await this.#deliverEvents(accountId);
    await this.#sendEvent(held, event);
  }

  async #remove(jws: string): Promise<void> {
    const accountId = peekAccount(jws);
    const wasHeld = accountId !== undefined && this.#held.has(accountId);
    const event = await this.#parts.attachService.removeByDevice(jws);
    if (event === undefined || accountId === undefined) return this.#sendError('not-attached', accountId);
    if (wasHeld) await this.#deliverEvents(accountId);
    else this.#send({ type: 'event', event });
  }

  async #mute(jws: string): Promise<void> {
    const sender = this.#senderOf('deskfob-mute+jwt', jws);
    if (sender === undefined) return this.#sendError('not-attached');
    const { accountId, held } = sender;
    const result = await this.#parts.attachService.mute({ id: accountId, deviceKey: held.deviceKey }, jws);
    if (result === 'conflict') this.#sendError('conflict', accountId);
    if (result === 'wrong') this.#sendError('not-attached', accountId);
  }

  /** The account attached here whose key the message names, unverified. @throws ProtocolError */
  #senderOf(typ: MessageType, jws: string): { accountId: string; held: Held } | undefined {
    const kid = peekKeyId(jws, typ);
    for (const [accountId, held] of this.#held) if (held.kid === kid) return { accountId, held };
    return undefined;
  }

  #release(accountId: string): void {
    this.#held.delete(accountId);
    this.#parts.attachments.detach(accountId, this);
  }

  #onClose(): void {
    clearTimeout(this.#attachTimer);
    const accountIds = [...this.#held.keys()];
    for (const accountId of accountIds) this.#parts.attachments.detach(accountId, this);
    this.#held.clear();
    const detach = this.#parts.attachService.recordDetach(accountIds, this.#attachment);
    this.#work = this.#work.then(async () => await detach).catch((error: unknown) => this.#parts.onError(error));
  }

  #sendError(code: FrameErrorCode, id?: string): void {
    this.#send({ type: 'error', code, message: ADVICE[code], ...(id !== undefined && { id }) });
  }

  #send(frame: VerifierFrame): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}

function isAlive(account: ProvenAccount): account is ProvenAccount & { status: AccountStatus } {
  return account.status !== 'removed';
}
