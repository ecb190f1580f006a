import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { AppView } from '../../bridge/views.ts';
import { desktopTexts, placeText, requestTitle } from '../texts/desktopTexts.ts';
import type { TrayImages } from './trayImages.ts';

type TrayState = keyof TrayImages;

export interface TrayActions {
  openMain(): void;
  openRequest(id: string): void;
  quit(): void;
}

/** The icon that people live with: what waits, whether the way to the verifier is open, and the way in. */
export class TrayIcon {
  readonly #images: TrayImages;
  readonly #actions: TrayActions;
  #tray: Tray | undefined;
  /** What is shown, so that the menu is not rebuilt, and does not close, for every new passcode. */
  #shown = '';

  constructor(images: TrayImages, actions: TrayActions) {
    this.#images = images;
    this.#actions = actions;
  }

  get isAvailable(): boolean {
    return this.#tray !== undefined;
  }

  /** Some desktops have no tray; the app is complete without it. */
  show(): void {
    try {
      this.#tray = new Tray(this.#image('idle'));
    } catch {
      return;
    }
    this.#tray.on('click', () => this.#actions.openMain());
  }

  update(view: AppView, language: string): void {
    const texts = desktopTexts(language);
    const open = view.requests.filter((request) => request.phase === 'open');
    const offline = view.verifiers.length > 0 && view.verifiers.every((verifier) => verifier.connection === 'offline');
    const state: TrayState = open.length > 0 ? 'waiting' : offline ? 'offline' : 'idle';
    const key = JSON.stringify([state, language, open.map((request) => request.id)]);
    if (this.#tray === undefined || key === this.#shown) return;
    this.#shown = key;
    const requests: MenuItemConstructorOptions[] = open.map((request) => ({
      label: `${requestTitle(request, texts)} · ${placeText(request, texts, language)}`,
      click: () => this.#actions.openRequest(request.id),
    }));
    this.#tray.setImage(this.#image(state));
    this.#tray.setToolTip(state === 'waiting' ? texts.waiting(open.length) : texts.tooltip[state]);
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        ...requests,
        ...(requests.length > 0 ? [{ type: 'separator' as const }] : []),
        { label: texts.open, click: () => this.#actions.openMain() },
        { type: 'separator' },
        { label: texts.quit, click: () => this.#actions.quit() },
      ]),
    );
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = undefined;
  }

  #image(state: TrayState): Electron.NativeImage {
    const { normal, double } = this.#images[state];
    const image = nativeImage.createFromPath(normal);
    image.addRepresentation({ scaleFactor: 2, buffer: nativeImage.createFromPath(double).toPNG() });
    if (process.platform === 'darwin') image.setTemplateImage(true);
    return image;
  }
}
