// The two scripts that go into every page before its own: the main-world half of contextBridge, and the isolated
// world in which the preload runs. Each function is sent by its toString(), so it uses no outside names.
// https://electronjs.org/docs/api/context-bridge, ipc-renderer, tutorial/context-isolation
import { makeCodec } from './codec.ts';
import type { Codec } from './codec.ts';

export const preloadWorld = 'electron-preload';

interface Port {
  register(id: string, fn: (...given: never[]) => unknown): void;
  call(id: string, ...given: unknown[]): unknown;
}

interface Message {
  kind: 'call' | 'return' | 'settle';
  id: string;
  call?: number;
  ok?: boolean;
  value?: unknown;
}

/**
 * One end of the bridge between the worlds. Messages are synchronous CustomEvents of a name that the page cannot
 * guess; Chromium clones their detail on the way. Functions and promises travel as ids.
 */
function makePort(secret: string, own: string, other: string): Port {
  const dispatch = EventTarget.prototype.dispatchEvent.bind(window);
  const Carrier = CustomEvent;
  const tag = `${secret}-token`;
  const functions = new Map<string, (...given: unknown[]) => unknown>();
  const ids = new WeakMap<object, string>();
  const proxies = new Map<string, (...given: unknown[]) => unknown>();
  const promises = new Map<string, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  const answers = new Map<number, Message>();
  let count = 0;

  const post = (message: Message): void => {
    dispatch(new Carrier(`${secret}-${other}`, { detail: message }));
  };
  const pack = (value: unknown, seen: Map<object, unknown> = new Map()): unknown => {
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
    if (typeof value === 'function') {
      let id = ids.get(value);
      if (id === undefined) {
        id = `${own}${++count}`;
        ids.set(value, id);
        functions.set(id, value as (...given: unknown[]) => unknown);
      }
      return { [tag]: 'function', id };
    }
    if (value === null || typeof value !== 'object') return value;
    if (seen.has(value)) return seen.get(value);
    if (value instanceof Promise) {
      const id = `${own}${++count}`;
      value.then(
        (result: unknown) => post({ kind: 'settle', id, ok: true, value: pack(result) }),
        (reason: unknown) => post({ kind: 'settle', id, ok: false, value: pack(reason) }),
      );
      return { [tag]: 'promise', id };
    }
    if (value instanceof Error) return { [tag]: 'error', name: value.name, message: value.message };
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      seen.set(value, list);
      for (const item of value) list.push(pack(item, seen));
      return list;
    }
    if (Object.prototype.toString.call(value) !== '[object Object]') return value;
    const copy: Record<string, unknown> = {};
    seen.set(value, copy);
    for (const key of Object.keys(value)) copy[key] = pack((value as Record<string, unknown>)[key], seen);
    return copy;
  };
  const call = (id: string, ...given: unknown[]): unknown => {
    const number = ++count;
    post({ kind: 'call', id, call: number, value: given.map((item) => pack(item)) });
    const answer = answers.get(number);
    answers.delete(number);
    if (answer === undefined) throw new TypeError('An object could not be cloned.');
    if (answer.ok === true) return unpack(answer.value);
    throw unpack(answer.value);
  };
  const unpack = (value: unknown, seen: Map<object, unknown> = new Map()): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (seen.has(value)) return seen.get(value);
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      seen.set(value, list);
      for (const item of value) list.push(unpack(item, seen));
      return list;
    }
    const token = (value as Record<string, unknown>)[tag];
    if (token === undefined) {
      if (Object.prototype.toString.call(value) !== '[object Object]') return value;
      const copy: Record<string, unknown> = {};
      seen.set(value, copy);
      for (const key of Object.keys(value)) copy[key] = unpack((value as Record<string, unknown>)[key], seen);
      return copy;
    }
    const { id, name, message } = value as { id: string; name: string; message: string };
    if (token === 'error') {
      const error = new Error(message);
      if (name !== 'Error') Object.defineProperty(error, 'name', { value: name, configurable: true });
      return error;
    }
    if (token === 'promise') return new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
    let proxy = proxies.get(id);
    if (proxy === undefined) {
      proxy = (...given) => call(id, ...given);
      proxies.set(id, proxy);
    }
    return proxy;
  };
  window.addEventListener(
    `${secret}-${own}`,
    (event) => {
      event.stopImmediatePropagation();
      const message = (event as CustomEvent<Message | null>).detail;
      if (message === null) return;
      if (message.kind === 'return') answers.set(message.call ?? 0, message);
      else if (message.kind === 'settle') {
        const waiting = promises.get(message.id);
        promises.delete(message.id);
        if (message.ok === true) waiting?.resolve(unpack(message.value));
        else waiting?.reject(unpack(message.value));
      } else {
        const answer: Message = { kind: 'return', id: message.id, call: message.call ?? 0 };
        try {
          const fn = functions.get(message.id);
          if (fn === undefined) throw new Error('No such function');
          answer.value = pack(fn(...(unpack(message.value) as unknown[])));
          answer.ok = true;
        } catch (error) {
          answer.value = pack(error);
          answer.ok = false;
        }
        post(answer);
      }
    },
    true,
  );
  return { register: (id, fn) => functions.set(id, fn as (...given: unknown[]) => unknown), call };
}

/** Runs in the page's own world. */
function mainHalf(port: Port): void {
  const freeze = (value: unknown): void => {
    if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return;
    if (!Array.isArray(value) && Object.prototype.toString.call(value) !== '[object Object]') return;
    Object.freeze(value);
    for (const item of Object.values(value)) freeze(item);
  };
  port.register('expose', (key: string, api: unknown) => {
    if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
    freeze(api);
    Object.defineProperty(window, key, { value: api, enumerable: true, writable: false, configurable: false });
  });
  // webContents.setWindowOpenHandler decides in the main process; a denied window.open answers null.
  const open = (url?: string | URL, name?: string, features?: string): null => {
    const target = url === undefined || url === '' ? 'about:blank' : new URL(url, document.baseURI).href;
    port.call('window-open', target, name ?? '', features ?? '');
    return null;
  };
  Object.defineProperty(window, 'open', { value: open, writable: true, configurable: true, enumerable: true });
  // The session's permission handler decides on the camera, as in Electron; Chromium is told to refuse otherwise.
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (media !== undefined) {
    const native = media.getUserMedia.bind(media);
    media.getUserMedia = async (constraints) => {
      const types = [...(constraints?.video ? ['video'] : []), ...(constraints?.audio ? ['audio'] : [])];
      const granted = await (port.call('permission', types) as Promise<boolean>);
      if (!granted) throw new DOMException('Permission denied', 'NotAllowedError');
      return native(constraints);
    };
  }
}

interface PreloadSetup {
  binding: string;
  deliver: string;
  platform: string;
  versions: Record<string, string>;
}

type Preload = (require: (name: string) => unknown, module: object, exports: object, process: object, global: object) => void;

/** Runs in the isolated world: ipcRenderer, contextBridge and the preload itself. */
function isolatedHalf(port: Port, codec: Codec, setup: PreloadSetup, preload: Preload | null): void {
  type Listener = (event: object, ...given: unknown[]) => void;
  const world = globalThis as unknown as Record<string, unknown>;
  const raw = world[setup.binding] as (text: string) => void;
  const post = (message: object): void => raw(JSON.stringify(message));
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  let count = 0;

  const ask = (kind: string, channel: string, given: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++count;
      post({ kind, id, channel, args: codec.encode(given) });
      waiting.set(id, { resolve, reject });
    });
  const emit = (channel: string, given: unknown[]): void => {
    for (const entry of listeners.get(channel) ?? []) {
      if (entry.once) ipcRenderer.removeListener(channel, entry.listener);
      entry.listener({ sender: ipcRenderer, ports: [] }, ...given);
    }
  };
  const add = (channel: string, listener: Listener, once: boolean): void => {
    // A new list each time: one that is being called keeps its listeners.
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
  };
  const missing = <T extends object>(name: string, members: T): T =>
    new Proxy(members, {
      get(target, key) {
        if (key in target || typeof key === 'symbol' || key === 'then' || key === 'toJSON') return Reflect.get(target, key) as unknown;
        throw new Error(`The Electron stand-in does not have ${name}.${key} in a preload`);
      },
    });
  const ipcRenderer = missing('ipcRenderer', {
    invoke: (channel: string, ...given: unknown[]) => ask('invoke', channel, given),
    send: (channel: string, ...given: unknown[]) => post({ kind: 'send', channel, args: codec.encode(given) }),
    on(channel: string, listener: Listener) {
      add(channel, listener, false);
      return ipcRenderer;
    },
    once(channel: string, listener: Listener) {
      add(channel, listener, true);
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener): unknown => ipcRenderer.removeListener(channel, listener),
    addListener: (channel: string, listener: Listener): unknown => ipcRenderer.on(channel, listener),
    removeListener(channel: string, listener: Listener): unknown {
      const list = listeners.get(channel) ?? [];
      const at = list.findLastIndex((entry) => entry.listener === listener);
      if (at >= 0) listeners.set(channel, list.toSpliced(at, 1));
      return ipcRenderer;
    },
    removeAllListeners(channel?: string): unknown {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  });
  const contextBridge = missing('contextBridge', {
    exposeInMainWorld(key: string, api: unknown): void {
      port.call('expose', key, api);
    },
  });
  const deliver = (text: string): void => {
    const message = JSON.parse(text) as { kind: string; id: number; channel: string; ok: boolean; value: string };
    if (message.kind === 'push') {
      emit(message.channel, codec.decode(message.value) as unknown[]);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) asked?.resolve(codec.decode(message.value));
    else asked?.reject(new Error(message.value));
  };
  Object.defineProperty(world, setup.deliver, { value: deliver });
  port.register('window-open', (url: string, name: string, features: string) => post({ kind: 'window-open', url, name, features }));
  port.register('permission', (types: string[]) => ask('permission', '', types));

  let title = '';
  const watchTitle = (): void => {
    if (document.title === title) return;
    title = document.title;
    post({ kind: 'title', text: title });
  };
  document.addEventListener('DOMContentLoaded', () => {
    watchTitle();
    new MutationObserver(watchTitle).observe(document.head, { childList: true, subtree: true, characterData: true });
  });

  if (preload === null) return;
  const electron = missing('electron', { ipcRenderer, contextBridge });
  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') return electron;
    throw new Error(`module not found: ${name}`);
  };
  const processLike = {
    type: 'renderer',
    platform: setup.platform,
    versions: setup.versions,
    contextIsolated: true,
    sandboxed: true,
    env: {},
    argv: [],
  };
  const module = { exports: {} };
  try {
    preload(require, module, module.exports, processLike, globalThis);
  } catch (error) {
    const text = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
    post({ kind: 'preload-error', text });
  }
}

/** `secret` is random for each window; the page never learns it. */
export function mainWorldScript(secret: string): string {
  return `(() => { if (window !== window.top) return; (${mainHalf.toString()})((${makePort.toString()})(${JSON.stringify(secret)}, 'main', 'iso')); })()`;
}

/** `preload` is the preload's source (CommonJS, bundled), or null for a window without one. */
export function isolatedWorldScript(secret: string, setup: PreloadSetup, preload: string | null): string {
  const run = preload === null ? 'null' : `function (require, module, exports, process, global) {\n${preload}\n}`;
  return (
    `(() => { if (window !== window.top) return; (${isolatedHalf.toString()})` +
    `((${makePort.toString()})(${JSON.stringify(secret)}, 'iso', 'main'), (${makeCodec.toString()})(), ${JSON.stringify(setup)}, ${run}); })()`
  );
}
