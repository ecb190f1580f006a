import type { AppView } from '../../bridge/views.ts';
import { desktopTexts } from '../texts/desktopTexts.ts';
import { TrayHost } from '../tray/TrayHost.ts';
import { type TrayCommand, trayContent } from '../tray/trayMenu.ts';
import { TrayIcon } from './TrayIcon.ts';
import { trayImages } from './trayImages.ts';

export interface TrayActions {
  openMain(): void;
  openRequest(id: string): void;
  openWaiting(): void;
  copyPasscode(accountId: string): void;
  lock(): void;
  quit(): void;
  /** The desktop has a place for the icon, or has none. */
  onAvailable(isAvailable: boolean): void;
}

/** The tray icon with its menu, for as long as the desktop has a place for it. */
export class AppTray {
  readonly #actions: TrayActions;
  readonly #icon: TrayIcon;
  readonly #host: TrayHost | undefined;
  /** macOS and Windows always have one. */
  #hasPlace = process.platform !== 'linux';

  constructor(actions: TrayActions) {
    this.#actions = actions;
    this.#icon = new TrayIcon(trayImages(), (command) => this.#carryOut(command));
    this.#host = this.#hasPlace ? undefined : new TrayHost((isThere) => this.#placeChanged(isThere));
  }

  get isAvailable(): boolean {
    return this.#hasPlace && this.#icon.isThere;
  }

  async start(): Promise<void> {
    this.#icon.show();
    await this.#host?.watch();
  }

  /** @param language BCP 47 */
  update(view: AppView, language: string): void {
    this.#icon.update(trayContent(view, desktopTexts(language), language));
  }

  remove(): void {
    this.#host?.stop();
    this.#icon.remove();
  }

  #placeChanged(hasPlace: boolean): void {
    this.#hasPlace = hasPlace;
    // An icon that was made before there was a place for it may never be drawn.
    if (hasPlace) this.#icon.show();
    this.#actions.onAvailable(this.isAvailable);
  }

  #carryOut(command: TrayCommand): void {
    switch (command.do) {
      case 'open':
        return this.#actions.openMain();
      case 'request':
        return this.#actions.openRequest(command.id);
      case 'waiting':
        return this.#actions.openWaiting();
      case 'copy':
        return this.#actions.copyPasscode(command.id);
      case 'lock':
        return this.#actions.lock();
      case 'quit':
        return this.#actions.quit();
    }
  }
}
