// What Electron's IPC may carry: structured-clone values as text. One function without outside names, because the
// same source runs in Node and, by its toString(), in the preload's world.

export interface Codec {
  /** Throws `An object could not be cloned.` for functions, symbols, promises and weak collections. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export function makeCodec(): Codec {
  type Ref = string | number | boolean | null | { u: 1 } | { n: string } | { b: string } | { i: number };
  type Cell = [type: string, payload: unknown, extra?: unknown];
  const views = new Set([
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
    'Float16Array',
    'Float32Array',
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
    'DataView',
  ]);
  const errors = new Set(['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']);
  const uncloneable = new Set(['Promise', 'WeakMap', 'WeakSet', 'WeakRef', 'Generator', 'AsyncFunction']);
  const construct = (name: string, ...given: unknown[]): object => {
    const Made = (globalThis as unknown as Record<string, new (...given: unknown[]) => object>)[name];
    return Made === undefined ? refuse() : new Made(...given);
  };
  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };
  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  const encode = (value: unknown): string => {
    const heap: Cell[] = [];
    const seen = new Map<object, number>();
    const entries = (holder: object): [string, Ref][] =>
      Object.keys(holder).map((key) => [key, ref((holder as Record<string, unknown>)[key])]);
    const cell = (holder: object): Cell => {
      const type = Object.prototype.toString.call(holder).slice(8, -1);
      if (uncloneable.has(type)) return refuse();
      if (Array.isArray(holder)) return ['Array', holder.map((item) => ref(item))];
      if (holder instanceof Date) return ['Date', ref(holder.getTime())];
      if (holder instanceof RegExp) return ['RegExp', holder.source, holder.flags];
      if (holder instanceof Map) return ['Map', [...holder].map(([key, item]) => [ref(key), ref(item)])];
      if (holder instanceof Set) return ['Set', [...holder].map((item) => ref(item))];
      if (holder instanceof ArrayBuffer) return ['ArrayBuffer', toBase64(new Uint8Array(holder))];
      if (ArrayBuffer.isView(holder)) return [type, toBase64(new Uint8Array(holder.buffer, holder.byteOffset, holder.byteLength))];
      if (holder instanceof Error) {
        return ['Error', errors.has(holder.name) ? holder.name : 'Error', [holder.message, holder.stack ?? '']];
      }
      if (type === 'Blob' || type === 'File') return refuse();
      return ['Object', entries(holder)];
    };
    const ref = (item: unknown): Ref => {
      if (item === undefined) return { u: 1 };
      if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
      if (typeof item === 'number')
        return Number.isFinite(item) && !Object.is(item, -0) ? item : { n: Object.is(item, -0) ? '-0' : String(item) };
      if (typeof item === 'bigint') return { b: item.toString() };
      if (typeof item === 'function' || typeof item === 'symbol') return refuse();
      const known = seen.get(item);
      if (known !== undefined) return { i: known };
      const index = heap.length;
      seen.set(item, index);
      heap.push(['', null]);
      heap[index] = cell(item);
      return { i: index };
    };
    const root = ref(value);
    return JSON.stringify([root, heap]);
  };

  const decode = (text: string): unknown => {
    const [root, heap] = JSON.parse(text) as [Ref, Cell[]];
    const built = new Map<number, object>();
    const value = (item: Ref): unknown => {
      if (item === null || typeof item !== 'object') return item;
      if ('u' in item) return undefined;
      if ('n' in item) return Number(item.n);
      if ('b' in item) return BigInt(item.b);
      return built.get(item.i) ?? build(item.i);
    };
    const keep = <T extends object>(index: number, made: T): T => {
      built.set(index, made);
      return made;
    };
    const build = (index: number): object => {
      const [type, payload, extra] = heap[index] ?? refuse();
      if (type === 'Array') {
        const list = keep<unknown[]>(index, []);
        for (const item of payload as Ref[]) list.push(value(item));
        return list;
      }
      if (type === 'Map') {
        const map = keep(index, new Map<unknown, unknown>());
        for (const [key, item] of payload as [Ref, Ref][]) map.set(value(key), value(item));
        return map;
      }
      if (type === 'Set') {
        const set = keep(index, new Set<unknown>());
        for (const item of payload as Ref[]) set.add(value(item));
        return set;
      }
      if (type === 'Date') return keep(index, new Date(Number(value(payload as Ref))));
      if (type === 'RegExp') return keep(index, new RegExp(payload as string, extra as string));
      if (type === 'ArrayBuffer') return keep(index, fromBase64(payload as string).buffer);
      if (type === 'Error') {
        const [message, stack] = extra as [string, string];
        const error = construct(payload as string, message) as Error;
        Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
        return keep(index, error);
      }
      if (views.has(type)) return keep(index, construct(type, fromBase64(payload as string).buffer));
      const holder = keep<Record<string, unknown>>(index, {});
      for (const [key, item] of payload as [string, Ref][]) {
        Object.defineProperty(holder, key, { value: value(item), enumerable: true, writable: true, configurable: true });
      }
      return holder;
    };
    return value(root);
  };

  return { encode, decode };
}
