import { join } from 'node:path';
import type { ScreenPicture } from '../../../src/bridge/api.ts';
import type { Presence } from '../../../src/main/lock/Lock.ts';
import type { Question } from '../../../src/main/texts/desktopTexts.ts';
import type { PictureClipboard } from '../../../src/main/transfer/PastedSecrets.ts';
import type { UserVerifier } from '../../../src/main/verification/UserVerifier.ts';
import { AppCore, type LaunchOptions } from './AppCore.ts';
import { ComputerClock } from './ComputerClock.ts';

/** One person's computer: a profile's folder, its clocks and its clipboard. They outlive the app. */
export class Computer {
  readonly folder: string;
  readonly clock: ComputerClock;
  clipboardText = '';
  /** As PNG. */
  clipboardPicture: Uint8Array | undefined;
  /** Where the person saves what the app exports; undefined when they cancel. */
  exportFile: string | undefined;
  /** The file that the person chooses when asked for one to import; undefined when they cancel. */
  importFile: string | undefined;
  /** What is on its screens, and how often that was looked at. */
  screens: ScreenPicture[] = [];
  screenCaptures = 0;
  /** Whether the app's main window has the keyboard. */
  isMainInFront = true;
  readonly clipboard: PictureClipboard = {
    read: async () => this.clipboardText,
    write: async (text) => {
      this.clipboardText = text;
      this.clipboardPicture = undefined;
    },
    picture: async () => this.clipboardPicture,
  };

  /** The operating system's prompt; a computer has none unless a test gives it one. */
  systemVerifier: UserVerifier | undefined = undefined;
  /** Somebody is at it. */
  presence: Presence = { screenLocked: false, idleMs: 0 };
  /** Every question that the app itself has asked, and the answer to the next ones. */
  readonly questions: Question[] = [];
  says = true;

  readonly #later: (cleanUp: () => Promise<void>) => void;

  /** @param later takes what is to be done when the computer is no longer needed */
  constructor(folder: string, options: { wallAheadMs?: number; later?: (cleanUp: () => Promise<void>) => void } = {}) {
    this.folder = folder;
    this.clock = new ComputerClock(options.wallAheadMs);
    this.#later = options.later ?? (() => {});
  }

  async captureScreens(): Promise<ScreenPicture[]> {
    this.screenCaptures += 1;
    return await Promise.resolve(this.screens);
  }

  async confirm(question: Question): Promise<boolean> {
    this.questions.push(question);
    return await Promise.resolve(this.says);
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
