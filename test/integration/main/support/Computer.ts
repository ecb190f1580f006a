import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
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

  private constructor(folder: string, clock: ComputerClock) {
    this.folder = folder;
    this.clock = clock;
  }

  static async make(options: { wallAheadMs?: number } = {}): Promise<Computer> {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-profile-'));
    onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
    return new Computer(folder, new ComputerClock(options.wallAheadMs));
  }

  get vaultFolder(): string {
    return join(this.folder, 'vault');
  }

  get settingsFile(): string {
    return join(this.folder, 'settings.json');
  }

  /** Starts the app and waits until it has looked into its vault. It ends with the test. */
  async launch(options: LaunchOptions = {}): Promise<AppCore> {
    const app = await AppCore.launch(this, options);
    onTestFinished(async () => await app.close());
    return app;
  }
}
