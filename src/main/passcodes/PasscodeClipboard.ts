import type { Clock } from '../time/Clock.ts';

/** The system clipboard; asynchronous since Electron 44. */
export interface ClipboardPort {
  read(): Promise<string>;
  write(text: string): Promise<void>;
}

/** Copies a passcode and takes it off the clipboard again, unless something else was copied meanwhile. */
export class PasscodeClipboard {
  readonly #clipboard: ClipboardPort;
  readonly #clock: Clock;
  readonly #inBackground: (work: Promise<void>) => void;
  #pending: { code: string; cancel: () => void } | undefined;

  constructor(clipboard: ClipboardPort, clock: Clock, inBackground: (work: Promise<void>) => void) {
    this.#clipboard = clipboard;
    this.#clock = clock;
    this.#inBackground = inBackground;
  }

  async copy(code: string, clearAfterMs: number): Promise<void> {
    this.#pending?.cancel();
    const cancel = this.#clock.schedule(clearAfterMs, () => this.#inBackground(this.clear()));
    // Before it is written, so that a second copy or the app's end at that very moment still finds it.
    this.#pending = { code, cancel };
    await this.#clipboard.write(code);
  }

  /** Clears now, as when the time is over or the app quits. */
  async clear(): Promise<void> {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    pending.cancel();
    if ((await this.#clipboard.read()) === pending.code) await this.#clipboard.write('');
  }
}
