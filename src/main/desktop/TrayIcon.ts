import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { TrayCommand, TrayContent, TrayState } from '../tray/trayMenu.ts';
import type { TrayImages } from './trayImages.ts';

/** The icon that people live with: what waits, whether the way to the verifier is open, and the way in. */
export class TrayIcon {
  readonly #images: TrayImages;
  readonly #onCommand: (command: TrayCommand) => void;
  #tray: Tray | undefined;
  #content: TrayContent | undefined;
  /** What is shown, so that the menu is not rebuilt, and does not close, for every new passcode. */
  #shown = '';

  constructor(images: TrayImages, onCommand: (command: TrayCommand) => void) {
    this.#images = images;
    this.#onCommand = onCommand;
  }

  get isThere(): boolean {
    return this.#tray !== undefined;
  }

  /** Puts it where the desktop has a place for it, anew when that place has just come. The app is complete without it. */
  show(): void {
    this.remove();
    try {
      this.#tray = new Tray(this.#image(this.#content?.state ?? 'idle'));
    } catch {
      return;
    }
    this.#tray.on('click', () => this.#onCommand({ do: 'open' }));
    if (this.#content !== undefined) this.update(this.#content);
  }

  update(content: TrayContent): void {
    this.#content = content;
    const key = JSON.stringify(content);
    if (this.#tray === undefined || key === this.#shown) return;
    this.#shown = key;
    this.#tray.setImage(this.#image(content.state));
    this.#tray.setToolTip(content.toolTip);
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#template(content)));
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = undefined;
    this.#shown = '';
  }

  #template({ groups }: TrayContent): MenuItemConstructorOptions[] {
    return groups.flatMap((lines, index) => [
      ...(index > 0 ? [{ type: 'separator' as const }] : []),
      ...lines.map(({ label, command }) => ({ label: menuLabel(label), click: () => this.#onCommand(command) })),
    ]);
  }

  #image(state: TrayState): Electron.NativeImage {
    const { normal, double } = this.#images[state];
    const image = nativeImage.createFromPath(normal);
    if (double !== undefined) image.addRepresentation({ scaleFactor: 2, buffer: nativeImage.createFromPath(double).toPNG() });
    if (process.platform === 'darwin') image.setTemplateImage(true);
    return image;
  }
}

/** One ampersand would underline the letter after it. */
function menuLabel(text: string): string {
  return text.replaceAll('&', '&&');
}
