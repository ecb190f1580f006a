import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A page's process as it is seen from outside: it says that a document is there, or it says nothing. */
const page = vi.hoisted(() => ({
  contents: undefined as EventEmitter | undefined,
  loading: Promise.withResolvers<void>(),
  shown: 0,
}));
/** Timers of `node:timers/promises`, which fake timers do not reach. */
const timers = vi.hoisted(() => ({ waiting: [] as { ms: number; over: () => void }[] }));

vi.mock('electron', () => ({
  nativeTheme: { shouldUseDarkColors: false },
  BrowserWindow: class extends EventEmitter {
    readonly webContents = (page.contents = new EventEmitter());
    loadURL = async (): Promise<void> => await page.loading.promise;
    setContentProtection = (): void => {};
    setBackgroundColor = (): void => {};
    isMinimized = (): boolean => false;
    show = (): void => void (page.shown += 1);
    focus = (): void => {};
  },
}));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => await new Promise<void>((over) => timers.waiting.push({ ms, over })),
}));

const { MainWindow } = await import('../../../../src/main/desktop/MainWindow.ts');

/** Lets so much time pass. */
function pass(ms: number): void {
  for (const timer of timers.waiting) {
    timer.ms -= ms;
    if (timer.ms <= 0) timer.over();
  }
}

/** Whether it is over once everything that can happen by itself has happened. */
async function isOver(work: Promise<void>): Promise<boolean> {
  const pending = Symbol('pending');
  await new Promise((resolve) => setImmediate(resolve));
  return (await Promise.race([work, Promise.resolve(pending)])) !== pending;
}

describe('the start of the app', () => {
  let window: InstanceType<typeof MainWindow>;
  let load: Promise<void>;
  beforeEach(() => {
    page.loading = Promise.withResolvers();
    timers.waiting = [];
    page.shown = 0;
    window = new MainWindow('/out');
    load = window.load();
  });
  afterEach(() => page.loading.resolve());

  it('goes on as soon as the document of its window is there', async () => {
    expect(await isOver(load)).toBe(false);
    page.contents?.emit('did-navigate');
    expect(await isOver(load)).toBe(true);
  });

  it('goes on when the page cannot be had', async () => {
    page.loading.reject(new Error('ERR_FAILED'));
    expect(await isOver(load)).toBe(true);
  });

  it('waits five seconds for a page that hangs, and no longer; the window can be shown then', async () => {
    pass(4_999);
    expect(await isOver(load)).toBe(false);
    pass(1);
    expect(await isOver(load)).toBe(true);
    window.show();
    expect(page.shown).toBe(1);
  });
});
