import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrowserWindow, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './pageScheme.ts';
import { webPreferences } from './webPreferences.ts';
import { windowBackground } from './windowBackground.ts';

/** In milliseconds. A page's process that hangs must not keep the app from its accounts, its tray and its requests. */
const LONGEST_LOAD_MS = 5_000;
/** In milliseconds. Desktops let a window fade away. */
const GONE_AFTER_MS = 350;

/**
 * The window with the tabs. Closing it leaves the app in the tray; it is made anew when it is wanted again. Where there is
 * no tray it goes to the taskbar instead, because nothing else would lead back to the app.
 */
export class MainWindow {
  readonly #outFolder: string;
  /** Codes stand in it. macOS and Windows keep it out of captures; the others cannot. */
  #isShielded = true;
  #window: BrowserWindow | undefined;
  #loaded = Promise.resolve();
  #mayClose: () => boolean = () => true;

  constructor(outFolder: string) {
    this.#outFolder = outFolder;
  }

  get contents(): WebContents | undefined {
    return this.#window?.webContents;
  }

  /** Resolves when its page is there, with all scripts; at once when it has none, or it can not be had. */
  get loaded(): Promise<void> {
    return this.#loaded;
  }

  /** Begins with its page, unseen. Resolves when the document is there, can not be had, or takes too long; its scripts come later. */
  async load(): Promise<void> {
    const { webContents } = (this.#window ??= this.#open());
    await Promise.race([once(webContents, 'did-navigate'), this.#loaded, sleep(LONGEST_LOAD_MS, undefined, { ref: false })]);
  }

  /** @param mayClose whether another way leads back to the app, or it is ending */
  closesWhen(mayClose: () => boolean): void {
    this.#mayClose = mayClose;
  }

  shield(isShielded: boolean): void {
    this.#isShielded = isShielded;
    this.#window?.setContentProtection(isShielded);
  }

  get handle(): Buffer | undefined {
    return this.#window?.getNativeWindowHandle();
  }

  /** Brings it to the front, from wherever it is. */
  show(): void {
    const window = (this.#window ??= this.#open());
    // Loaded before the person's own theme was known, perhaps.
    window.setBackgroundColor(windowBackground());
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Whether it has the keyboard. */
  isInFront(): boolean {
    return this.#window?.isVisible() === true && !this.#window.isMinimized() && this.#window.isFocused();
  }

  /** Does something while it covers nothing on the screen, and brings it back whatever happens. */
  async outOfTheWay<T>(work: () => Promise<T>): Promise<T> {
    const window = this.#window;
    if (window === undefined || !window.isVisible() || window.isMinimized()) return await work();
    window.hide();
    try {
      await sleep(GONE_AFTER_MS);
      return await work();
    } finally {
      // Closed meanwhile, it stays so.
      if (!window.isDestroyed()) window.show();
    }
  }

  /** In the taskbar, so that it can be reached, and no more. */
  showMinimized(): void {
    this.#window ??= this.#open();
    if (!this.#window.isVisible()) this.#window.minimize();
  }

  #open(): BrowserWindow {
    const window = new BrowserWindow({
      width: 420,
      height: 700,
      minWidth: 400,
      minHeight: 640,
      title: 'Deskfob',
      show: false,
      backgroundColor: windowBackground(),
      autoHideMenuBar: true,
      webPreferences: webPreferences(this.#outFolder),
    });
    window.setContentProtection(this.#isShielded);
    const leave = (): void => {
      if (this.#window === window) this.#window = undefined;
    };
    window.on('close', (event) => {
      if (this.#mayClose()) {
        leave();
        return;
      }
      event.preventDefault();
      window.minimize();
    });
    window.on('closed', leave);
    this.#loaded = window.loadURL(`${PAGE_ORIGIN}/index.html`).catch(() => {});
    return window;
  }
}
