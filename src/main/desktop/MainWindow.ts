import { BrowserWindow, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './pageScheme.ts';
import { webPreferences } from './webPreferences.ts';

/** The window with the tabs. Closing it leaves the app in the tray; it is made anew when it is wanted again. */
export class MainWindow {
  readonly #outFolder: string;
  readonly #background: () => string;
  #window: BrowserWindow | undefined;

  constructor(outFolder: string, background: () => string) {
    this.#outFolder = outFolder;
    this.#background = background;
  }

  get contents(): WebContents | undefined {
    return this.#window?.webContents;
  }

  /** Brings it to the front, from wherever it is. */
  show(): void {
    const window = this.#window ?? this.#open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  #open(): BrowserWindow {
    const window = new BrowserWindow({
      width: 420,
      height: 700,
      minWidth: 400,
      minHeight: 640,
      title: 'Deskfob',
      show: false,
      backgroundColor: this.#background(),
      autoHideMenuBar: true,
      webPreferences: webPreferences(this.#outFolder),
    });
    this.#window = window;
    window.on('closed', () => {
      this.#window = undefined;
    });
    void window.loadURL(`${PAGE_ORIGIN}/index.html`);
    return window;
  }
}
