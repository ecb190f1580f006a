// Keeps the stand-in honest: touching anything of Electron that it does not have is an error with a name,
// never `undefined` that a test walks past.
import { EventEmitter } from 'node:events';

export class UnsupportedElectronApi extends Error {
  constructor(what: string) {
    super(
      `The Electron stand-in does not have ${what}. Implement it in test/harness/electron/ after its documentation page, or do without it.`,
    );
    this.name = 'UnsupportedElectronApi';
  }
}

// Engines, debuggers and promises look these up on any object.
const probed = new Set<PropertyKey>([
  'then',
  'toJSON',
  '$$typeof',
  'nodeType',
  'asymmetricMatch',
  'domain',
  'inspect',
  'prototype',
  'caller',
  'arguments',
]);

function isProbe(key: PropertyKey): boolean {
  return typeof key === 'symbol' || probed.has(key) || String(key).startsWith('_');
}

/** The end of a prototype chain: hands on what `base` has and throws for every other name. */
function throwingPrototype(base: object, nameOf: (receiver: object) => string): object {
  return new Proxy(base, {
    get(target, key, receiver: object) {
      if (key in target || isProbe(key)) return Reflect.get(target, key, receiver) as unknown;
      throw new UnsupportedElectronApi(`${nameOf(receiver)}.${String(key)}`);
    },
    set(target, key, value, receiver: object) {
      if (key in target || isProbe(key)) return Reflect.set(target, key, value, receiver);
      throw new UnsupportedElectronApi(`${nameOf(receiver)}.${String(key)} (set)`);
    },
    getPrototypeOf: () => base,
  });
}

/** An EventEmitter whose unknown members, instance and static, throw. Members live on subclasses. */
export class GuardedEmitter extends EventEmitter {}
Object.setPrototypeOf(
  GuardedEmitter.prototype,
  throwingPrototype(EventEmitter.prototype, (receiver) => receiver.constructor.name),
);
Object.setPrototypeOf(
  GuardedEmitter,
  throwingPrototype(EventEmitter, (receiver) => (receiver as { name?: string }).name ?? 'class'),
);

/** A plain object whose unknown members throw. */
export function guarded<T extends object>(name: string, members: T): T {
  return Object.setPrototypeOf(
    members,
    throwingPrototype(Object.prototype, () => name),
  ) as T;
}

/** An export that exists, because a missing named import is a SyntaxError, and that throws when it is used in any way. */
export function unsupportedExport(name: string): never {
  const fail = (detail: string): never => {
    throw new UnsupportedElectronApi(detail);
  };
  return new Proxy(function unsupported() {}, {
    get: (_target, key) => (isProbe(key) ? undefined : fail(`${name}.${String(key)}`)),
    set: (_target, key) => fail(`${name}.${String(key)} (set)`),
    apply: () => fail(`${name}()`),
    construct: () => fail(`new ${name}()`),
  }) as never;
}

/** Emits an Electron event whose first argument can be prevented; tells whether a listener did. */
export function emitPreventable(emitter: EventEmitter, name: string, details: object = {}, ...rest: unknown[]): boolean {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault(): void {
      event.defaultPrevented = true;
    },
  };
  emitter.emit(name, event, ...rest);
  return event.defaultPrevented;
}
