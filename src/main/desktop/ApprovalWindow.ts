import { app, BrowserWindow, screen, shell, type WebContents } from 'electron';
import type { AppView } from '../../bridge/views.ts';
import { PAGE_ORIGIN } from './pageScheme.ts';
import { type Area, backOnScreen, placeWindow, widen } from './placeWindow.ts';
import { webPreferences } from './webPreferences.ts';
import { windowBackground } from './windowBackground.ts';

const HEIGHT = 680;
/** How long it is told that an account is muted now. */
const MUTE_SHOWN_MS = 4000;
/** After the app has started, or the window was closed, a new one is made ready once the computer has had time for the rest. */
const READY_AFTER_MS = 500;
/** With one request, and with the list of several to the left of it. The page's styles know both. */
const WIDTH = { one: 420, several: 720 };

/**
 * Comes up over other windows when a request arrives, without taking the keyboard from them, and goes by itself when
 * there is nothing more to decide or to tell. Its place is found anew each time; nothing of it is remembered. The next one
 * waits unseen with its page loaded, because loading takes longer than all else between a request and the person.
 */
export class ApprovalWindow {
  readonly #outFolder: string;
  readonly #onHidden: () => void;
  readonly #isShielded: () => boolean;
  #window: BrowserWindow | undefined;
  #spare: Spare | undefined;
  #making: NodeJS.Timeout | undefined;
  /** Accounts for which a mute is, or was, offered in it. */
  #offered: ReadonlySet<string> = new Set();
  #closing: NodeJS.Timeout | undefined;

  /** @param isShielded whether windows are kept out of captures */
  constructor(outFolder: string, onHidden: () => void, isShielded: () => boolean) {
    this.#outFolder = outFolder;
    this.#onHidden = onHidden;
    const stayOnScreen = (): void => this.#move((bounds) => backOnScreen(bounds, workAreas()));
    screen.on('display-removed', stayOnScreen);
    screen.on('display-metrics-changed', stayOnScreen);
    this.#isShielded = isShielded;
  }

  get contents(): WebContents | undefined {
    return this.#window?.webContents;
  }

  get handle(): Buffer | undefined {
    return this.#window?.getNativeWindowHandle();
  }

  shield(): void {
    for (const window of [this.#window, this.#spare?.window]) window?.setContentProtection(this.#isShielded());
  }

  isVisible(): boolean {
    return this.#window?.isVisible() === true && !this.#window.isMinimized();
  }

  /** A request has arrived: be seen, and leave the typing focus where it is. */
  announce(): void {
    // Some systems bring a minimised window back only together with the keyboard; a new one comes up without.
    if (this.#window?.isMinimized() === true) this.#window.close();
    if (this.#window === undefined) this.#open(false);
    else this.#window.showInactive();
  }

  /** Half of a request's time is over: be noticed once more, unless the person is at it already. */
  remind(isAudible: boolean): void {
    if (this.#window?.isFocused() === true) return;
    this.announce();
    this.#window?.flashFrame(true);
    app.dock?.bounce('informational');
    if (isAudible) shell.beep();
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

  /** Makes room for several requests, and closes once there is nothing left to decide or to tell. */
  update(view: AppView): void {
    if (this.#window === undefined) {
      if (view.accounts.length > 0 || view.protection.locked) this.#makeReady();
      return;
    }
    // An account that was muted here is told about until the window goes.
    const offered = view.accounts.filter(({ unexpectedRequests }) => unexpectedRequests !== undefined);
    const muted = view.accounts.filter(({ id, mute }) => mute !== undefined && this.#offered.has(id));
    this.#offered = new Set([...offered, ...muted].map(({ id }) => id));
    clearTimeout(this.#closing);
    this.#closing = undefined;
    if (view.requests.length > 0 || view.protection.waiting > 0 || offered.length > 0)
      this.#move((bounds) => widen(bounds, view.requests.length > 1 ? WIDTH.several : WIDTH.one, workAreas()));
    else if (muted.length > 0) this.#closing = setTimeout(() => this.close(), MUTE_SHOWN_MS);
    else this.close();
  }

  close(): void {
    this.#window?.close();
  }

  #open(focus: boolean): void {
    clearTimeout(this.#making);
    this.#making = undefined;
    const { window, loaded } = this.#spare ?? this.#make();
    this.#spare = undefined;
    this.#window = window;
    window.setBounds(placeWindow({ width: WIDTH.one, height: HEIGHT }, screen.getCursorScreenPoint(), workAreas()));
    const ifCurrent = (then: () => void) => (): void => {
      if (this.#window === window) then();
    };
    window.on('hide', ifCurrent(this.#onHidden));
    window.on('minimize', ifCurrent(this.#onHidden));
    window.on('focus', () => window.flashFrame(false));
    const leave = ifCurrent(() => {
      this.#window = undefined;
      this.#offered = new Set();
      this.#onHidden();
    });
    // Between the two the window still stands: what arrives then would go with it, unseen.
    window.on('close', leave);
    window.on('closed', leave);
    const show = ifCurrent(() => {
      if (focus) window.show();
      else window.showInactive();
    });
    if (loaded.isOver) show();
    else window.once('ready-to-show', show);
  }

  /** Soon, unless there is one. */
  #makeReady(): void {
    if (this.#spare !== undefined) return;
    this.#making ??= setTimeout(() => {
      this.#making = undefined;
      const spare = this.#make();
      this.#spare = spare;
      const ifSpare = (then: () => void) => (): void => {
        if (this.#spare === spare) then();
      };
      spare.window.on(
        'closed',
        ifSpare(() => (this.#spare = undefined)),
      );
      // Its page will never be there; the next change makes another.
      spare.window.webContents.on(
        'render-process-gone',
        ifSpare(() => spare.window.destroy()),
      );
    }, READY_AFTER_MS);
  }

  #make(): Spare {
    const window = new BrowserWindow({
      width: WIDTH.one,
      height: HEIGHT,
      title: 'Deskfob',
      show: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      alwaysOnTop: true,
      backgroundColor: windowBackground(),
      autoHideMenuBar: true,
      webPreferences: webPreferences(this.#outFolder),
    });
    window.setContentProtection(this.#isShielded());
    window.setAlwaysOnTop(true, 'pop-up-menu');
    // Without `skipTransformProcessType` the app would vanish from the Dock for a moment each time.
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    const loaded = { isOver: false };
    window.once('ready-to-show', () => (loaded.isOver = true));
    void window.loadURL(`${PAGE_ORIGIN}/approval.html`).catch(() => {});
    return { window, loaded };
  }

  #move(place: (bounds: Area) => Area): void {
    const before = this.#window?.getBounds();
    if (before === undefined) return;
    const after = place(before);
    if (after.x !== before.x || after.y !== before.y || after.width !== before.width || after.height !== before.height)
      this.#window?.setBounds(after);
  }
}

interface Spare {
  readonly window: BrowserWindow;
  readonly loaded: { readonly isOver: boolean };
}

function workAreas(): Area[] {
  return screen.getAllDisplays().map(({ workArea }) => workArea);
}
