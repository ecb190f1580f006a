import { join } from 'node:path';
import type { ClipboardPort } from '../../../../src/main/passcodes/PasscodeClipboard.ts';
import { AppCore, type LaunchOptions } from './AppCore.ts';
import { ComputerClock } from './ComputerClock.ts';

/** One person's computer: a profile's folder, its clocks and its clipboard. They outlive the app. */
export class Computer {
  readonly folder: string;
  readonly clock: ComputerClock;
  clipboardText = '';
  readonly clipboard: ClipboardPort = {
    read: async () => this.clipboardText,
    write: async (text) => {
      this.clipboardText = text;
    },
  };

  readonly #later: (cleanUp: () => Promise<void>) => void;

  /** @param later takes what is to be done when the computer is no longer needed */
  constructor(folder: string, options: { wallAheadMs?: number; later?: (cleanUp: () => Promise<void>) => void } = {}) {
    this.folder = folder;
    this.clock = new ComputerClock(options.wallAheadMs);
    this.#later = options.later ?? (() => {});
  }

  get vaultFolder(): string {
    return join(this.folder, 'vault');
  }

  get settingsFile(): string {
    return join(this.folder, 'settings.json');
  }

  /** Starts the app and waits until it has looked into its vault. */
  async launch(options: LaunchOptions = {}): Promise<AppCore> {
    const app = await AppCore.launch(this, options);
    this.#later(async () => await app.close());
    return app;
  }
}
