import { BrowserWindow, screen, type WebContents } from 'electron';
import type { AppView } from '../../bridge/views.ts';
import { PAGE_ORIGIN } from './pageScheme.ts';
import { webPreferences } from './webPreferences.ts';

const WIDTH = 420;
const HEIGHT = 660;
const MARGIN = 24;

/**
 * Comes up over other windows when a request arrives, without taking the keyboard from them, and goes by itself when
 * there is nothing more to decide or to tell.
 */
export class ApprovalWindow {
  readonly #outFolder: string;
  readonly #background: () => string;
  readonly #onHidden: () => void;
  #window: BrowserWindow | undefined;

  constructor(outFolder: string, background: () => string, onHidden: () => void) {
    this.#outFolder = outFolder;
    this.#background = background;
    this.#onHidden = onHidden;
  }

  get contents(): WebContents | undefined {
    return this.#window?.webContents;
  }

  isVisible(): boolean {
    return this.#window?.isVisible() === true && !this.#window.isMinimized();
  }

  /** A request has arrived: be seen, and leave the typing focus where it is. */
  announce(): void {
    if (this.#window === undefined) this.#open(false);
    else this.#window.showInactive();
  }

  /** The person asked for it. */
  focus(): void {
    const window = this.#window;
    if (window === undefined) {
      this.#open(true);
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Closes once no request is open, on its way, or just settled. */
  update(view: AppView): void {
    if (view.requests.length === 0) this.close();
  }

  close(): void {
    this.#window?.close();
  }

  #open(focus: boolean): void {
    const window = new BrowserWindow({
      ...cornerOfScreen(),
      title: 'Deskfob',
      show: false,
      resizable: false,
      maximizable: false,
      fullscreenable: false,
      alwaysOnTop: true,
      backgroundColor: this.#background(),
      autoHideMenuBar: true,
      webPreferences: webPreferences(this.#outFolder),
    });
    this.#window = window;
    window.setAlwaysOnTop(true, 'pop-up-menu');
    window.on('hide', this.#onHidden);
    window.on('minimize', this.#onHidden);
    window.on('closed', () => {
      this.#window = undefined;
      this.#onHidden();
    });
    window.once('ready-to-show', () => {
      if (focus) window.show();
      else window.showInactive();
    });
    void window.loadURL(`${PAGE_ORIGIN}/approval.html`);
  }
}

/** Top right of the screen that the person looks at, always whole on it. */
function cornerOfScreen(): { x: number; y: number; width: number; height: number } {
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  const width = Math.min(WIDTH, workArea.width);
  const height = Math.min(HEIGHT, workArea.height);
  const x = Math.max(workArea.x, workArea.x + workArea.width - width - MARGIN);
  const y = Math.min(workArea.y + MARGIN, workArea.y + workArea.height - height);
  return { x, y, width, height };
}
