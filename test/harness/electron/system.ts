// The smaller modules that speak to the desktop: recorded, or answered with what a plain Linux desktop says.
import type * as Electron from 'electron';
import { GuardedEmitter, guarded } from './guard.ts';

/** https://electronjs.org/docs/api/power-monitor */
export class PowerMonitor extends GuardedEmitter {
  onBatteryPower = false;
  idleState: 'active' | 'idle' | 'locked' | 'unknown' = 'active';
  idleSeconds = 0;

  getSystemIdleState(idleThreshold: number): 'active' | 'idle' | 'locked' | 'unknown' {
    if (this.idleState !== 'active') return this.idleState;
    return this.idleSeconds >= idleThreshold ? 'idle' : 'active';
  }

  getSystemIdleTime(): number {
    return this.idleSeconds;
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
}

function makeDisplay(bounds: Electron.Rectangle, index: number): Electron.Display {
  const { width, height } = bounds;
  const size = { width, height };
  return {
    id: index + 1,
    label: 'stand-in',
    bounds,
    workArea: bounds,
    size,
    workAreaSize: size,
    scaleFactor: 1,
    rotation: 0,
    internal: false,
  } as unknown as Electron.Display;
}

/** https://electronjs.org/docs/api/screen, structures/display: one display of 1920 × 1080, unless a test says otherwise. */
export class Screen extends GuardedEmitter {
  cursor: Electron.Point = { x: 960, y: 540 };
  #displays = [makeDisplay({ x: 0, y: 0, width: 1920, height: 1080 }, 0)];

  /** Displays are plugged in, unplugged and arranged anew; the first is the primary one. */
  arrange(areas: readonly Electron.Rectangle[]): void {
    const before = this.#displays;
    this.#displays = areas.map(makeDisplay);
    const gone = before.slice(areas.length);
    for (const display of gone) this.emit('display-removed', {}, display);
    for (const display of this.#displays.slice(before.length)) this.emit('display-added', {}, display);
    for (const display of this.#displays) this.emit('display-metrics-changed', {}, display, ['bounds', 'workArea']);
  }

  getPrimaryDisplay(): Electron.Display {
    const [primary] = this.#displays;
    if (primary === undefined) throw new Error('There is no display');
    return primary;
  }

  getAllDisplays(): Electron.Display[] {
    return [...this.#displays];
  }

  getCursorScreenPoint(): Electron.Point {
    return { ...this.cursor };
  }

  getDisplayNearestPoint(_point: Electron.Point): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getDisplayMatching(_rect: Electron.Rectangle): Electron.Display {
    return this.getPrimaryDisplay();
  }
}

/** https://electronjs.org/docs/api/shell */
export function makeShell() {
  const opened: string[] = [];
  const shell = guarded('shell', {
    openExternal(url: string): Promise<void> {
      opened.push(url);
      return Promise.resolve();
    },
    openPath(path: string): Promise<string> {
      opened.push(path);
      return Promise.resolve('');
    },
    showItemInFolder: (path: string): void => void opened.push(path),
    beep: (): void => undefined,
  });
  return { shell, opened };
}

export interface DialogAnswers {
  messageBox: Electron.MessageBoxReturnValue[];
  save: Electron.SaveDialogReturnValue[];
  open: Electron.OpenDialogReturnValue[];
}

/** https://electronjs.org/docs/api/dialog. Dialogs are answered from queues; an empty queue cancels. */
export function makeDialog() {
  const answers: DialogAnswers = { messageBox: [], save: [], open: [] };
  const shown: { kind: string; options: object }[] = [];
  const optionsOf = (given: unknown[]): Electron.MessageBoxOptions => given.at(-1) as Electron.MessageBoxOptions;
  const dialog = guarded('dialog', {
    showErrorBox(title: string, content: string): void {
      shown.push({ kind: 'error', options: { title, content } });
      process.stderr.write(`${title}\n${content}\n`);
    },
    showMessageBox(...given: unknown[]): Promise<Electron.MessageBoxReturnValue> {
      const options = optionsOf(given);
      shown.push({ kind: 'message', options });
      const fallback = { response: options.cancelId ?? options.defaultId ?? 0, checkboxChecked: options.checkboxChecked ?? false };
      return Promise.resolve(answers.messageBox.shift() ?? fallback);
    },
    showSaveDialog(...given: unknown[]): Promise<Electron.SaveDialogReturnValue> {
      shown.push({ kind: 'save', options: optionsOf(given) });
      return Promise.resolve(answers.save.shift() ?? { canceled: true, filePath: '' });
    },
    showOpenDialog(...given: unknown[]): Promise<Electron.OpenDialogReturnValue> {
      shown.push({ kind: 'open', options: optionsOf(given) });
      return Promise.resolve(answers.open.shift() ?? { canceled: true, filePaths: [] });
    },
  });
  return { dialog, answers, shown };
}

/** https://electronjs.org/docs/api/system-preferences */
export function makeSystemPreferences() {
  return guarded('systemPreferences', {
    canPromptTouchID: (): boolean => false,
    getMediaAccessStatus: (_type: string): string => 'granted',
    askForMediaAccess: (_type: string): Promise<boolean> => Promise.resolve(true),
  });
}

/** https://electronjs.org/docs/api/global-shortcut: recorded; tests press them. */
export function makeGlobalShortcut() {
  const registered = new Map<string, () => void>();
  const globalShortcut = guarded('globalShortcut', {
    register(accelerator: string, callback: () => void): boolean {
      if (registered.has(accelerator)) return false;
      registered.set(accelerator, callback);
      return true;
    },
    isRegistered: (accelerator: string): boolean => registered.has(accelerator),
    unregister: (accelerator: string): void => void registered.delete(accelerator),
    unregisterAll: (): void => registered.clear(),
  });
  return { globalShortcut, registered };
}

/** https://electronjs.org/docs/api/net */
export function makeNet() {
  const state = { online: true };
  const net = guarded('net', {
    isOnline: (): boolean => state.online,
    get online(): boolean {
      return state.online;
    },
    fetch: (input: string | URL | Request, init?: RequestInit): Promise<Response> => fetch(input, init),
  });
  return { net, state };
}
