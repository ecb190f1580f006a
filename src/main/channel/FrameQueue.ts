import type { WebSocket } from 'ws';

/** So many frames wait before no more are read; they take 4 MiB at most. */
const PAUSE_AT = 64;
const RESUME_AT = 16;

/**
 * The frames of one socket, handled one after the other. While many wait the socket is not read, so that a verifier that
 * sends faster than frames are handled fills its own memory and not this computer's.
 */
export class FrameQueue {
  readonly #socket: Pick<WebSocket, 'pause' | 'resume'>;
  readonly #onResume: () => void;
  #last: Promise<void>;
  #waiting = 0;
  #isPaused = false;

  /**
   * @param after the work of the socket before, which comes first
   * @param onResume the socket is read again; that it was silent meanwhile is no fault of the other end
   */
  constructor(socket: Pick<WebSocket, 'pause' | 'resume'>, after: Promise<void>, onResume: () => void) {
    this.#socket = socket;
    this.#last = after;
    this.#onResume = onResume;
  }

  /** Resolves when all that was added is done. */
  get idle(): Promise<void> {
    return this.#last;
  }

  /** @param work never rejects */
  add(work: () => Promise<void>): void {
    this.#waiting += 1;
    this.#last = this.#last.then(work).then(() => this.#done());
    if (this.#waiting < PAUSE_AT || this.#isPaused) return;
    this.#isPaused = true;
    this.#socket.pause();
  }

  #done(): void {
    this.#waiting -= 1;
    if (!this.#isPaused || this.#waiting > RESUME_AT) return;
    this.#isPaused = false;
    this.#socket.resume();
    this.#onResume();
  }
}
