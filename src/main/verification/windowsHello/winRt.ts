/**
 * As much of COM and the Windows Runtime as one call takes, over an FFI: methods are called by their place in an object's
 * table, every object is released, and every HRESULT below zero throws. Windows only; the FFI is loaded with the first use.
 *
 * Places follow the headers of the Windows SDK: IUnknown 0 to 2, IInspectable 3 to 5, an interface's own from 6 on.
 */
import type { TypeObject } from 'koffi';

/** A COM object's address. */
export type ComPointer = bigint;

export class HResultError extends Error {
  readonly hresult: number;

  constructor(what: string, hresult: number) {
    super(`${what}: 0x${(hresult >>> 0).toString(16)}`);
    this.name = 'HResultError';
    this.hresult = hresult;
  }
}

const RELEASE = 2;
const QUERY_INTERFACE = 0;
const POINTER_BYTES = 8;

export interface WinRt {
  /** The activation factory of a runtime class, as this interface. */
  factory(className: string, iid: string): ComPointer;
  /** Another interface of the same object. */
  as(object: ComPointer, iid: string): ComPointer;
  /**
   * Calls a method that answers by its last argument, an out parameter of that type.
   * @param parameters C types of the arguments before it
   */
  get(object: ComPointer, place: number, out: 'pointer' | 'int', parameters?: readonly string[], args?: readonly unknown[]): unknown;
  /** Calls a method that answers nothing and takes nothing. */
  run(object: ComPointer, place: number): void;
  release(object: ComPointer): void;
  /** Runs with the text as a string of the runtime. */
  withString<T>(text: string, work: (handle: bigint) => T): T;
}

/** The 16 bytes of a GUID as Windows keeps them: the first three parts in little-endian order. */
export function guidBytes(guid: string): Uint8Array {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

let loaded: Promise<WinRt> | undefined;

/** Once it has worked: every RoInitialize would have to be undone, and each declaration of a function stays. */
export async function loadWinRt(): Promise<WinRt> {
  loaded ??= load();
  try {
    return await loaded;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}

async function load(): Promise<WinRt> {
  const { default: koffi } = await import('koffi');
  const library = koffi.load('combase.dll');
  const initialize = library.func('int __stdcall RoInitialize(int type)');
  const getFactory = library.func('int __stdcall RoGetActivationFactory(void *className, void *iid, _Out_ void **factory)');
  const createString = library.func('int __stdcall WindowsCreateString(const char16_t *text, uint32_t length, _Out_ void **handle)');
  const deleteString = library.func('int __stdcall WindowsDeleteString(void *handle)');

  const prototypes = new Map<string, TypeObject>();
  const prototype = (parameters: readonly string[]): TypeObject => {
    const list = ['void *', ...parameters].join(', ');
    const known = prototypes.get(list);
    if (known !== undefined) return known;
    const made = koffi.proto(`int __stdcall (${list})`);
    prototypes.set(list, made);
    return made;
  };
  const callMethod = (object: ComPointer, place: number, parameters: readonly string[], args: readonly unknown[]): number => {
    const table: unknown = koffi.decode(object, 'void *');
    const method: unknown = koffi.decode(table, place * POINTER_BYTES, 'void *');
    return Number(koffi.call(method, prototype(parameters), object, ...args));
  };
  const succeed = (what: string, hresult: number): void => {
    if (hresult < 0) throw new HResultError(what, hresult);
  };

  // The window's thread is an apartment already; that it says so is no failure.
  const RPC_E_CHANGED_MODE = -2147417850;
  const initialized = Number(initialize(0));
  if (initialized !== RPC_E_CHANGED_MODE) succeed('RoInitialize', initialized);

  const withString: WinRt['withString'] = (text, work) => {
    const handle: [bigint | null] = [null];
    succeed('WindowsCreateString', Number(createString(text, text.length, handle)));
    try {
      return work(handle[0] ?? 0n);
    } finally {
      deleteString(handle[0]);
    }
  };
  const get: WinRt['get'] = (object, place, out, parameters = [], args = []) => {
    const result: [unknown] = [null];
    const type = out === 'pointer' ? '_Out_ void **' : '_Out_ int *';
    succeed(`method ${place}`, callMethod(object, place, [...parameters, type], [...args, result]));
    return result[0];
  };

  return {
    withString,
    get,
    factory: (className, iid) =>
      withString(className, (name) => {
        const factory: [bigint | null] = [null];
        succeed('RoGetActivationFactory', Number(getFactory(name, guidBytes(iid), factory)));
        return factory[0] ?? 0n;
      }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what an out parameter of that type holds
    as: (object, iid) => get(object, QUERY_INTERFACE, 'pointer', ['void *'], [guidBytes(iid)]) as ComPointer,
    run: (object, place) => succeed(`method ${place}`, callMethod(object, place, [], [])),
    release: (object) => void callMethod(object, RELEASE, [], []),
  };
}
