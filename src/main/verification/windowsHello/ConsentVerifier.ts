import { setTimeout as sleep } from 'node:timers/promises';
import { type ComPointer, guidBytes, loadWinRt, type WinRt } from './winRt.ts';

/*
 * Windows.Security.Credentials.UI.UserConsentVerifier.
 * https://learn.microsoft.com/windows/win32/api/userconsentverifierinterop/nn-userconsentverifierinterop-iuserconsentverifierinterop
 */

const CLASS = 'Windows.Security.Credentials.UI.UserConsentVerifier';
export const IID = {
  statics: 'af4f3f91-564c-4ddc-b8b5-973447627c65',
  interop: '39e050c3-4e74-441a-8dc0-b81104df949c',
  asyncInfo: '00000036-0000-0000-c000-000000000046',
  /** `IAsyncOperation<UserConsentVerificationResult>`, made from its name as the runtime's type system says. */
  resultOperation: 'fd596ffd-2318-558f-9dbe-d21df43764a5',
} as const;

/** `UserConsentVerifierAvailability` and, with two more, `UserConsentVerificationResult`, by their numbers. */
export const AVAILABILITY = ['available', 'device-not-present', 'not-configured', 'disabled-by-policy', 'device-busy'] as const;
export const RESULT = [
  'verified',
  'device-not-present',
  'not-configured',
  'disabled-by-policy',
  'device-busy',
  'retries-exhausted',
  'canceled',
] as const;
export type Availability = (typeof AVAILABILITY)[number];
export type ConsentResult = (typeof RESULT)[number];

const CHECK_AVAILABILITY = 6;
const REQUEST_FOR_WINDOW = 6;
/** HWND, HSTRING, REFIID */
const REQUEST_TYPES = ['void *', 'void *', 'void *'];
const GET_STATUS = 7;
const CANCEL = 9;
const GET_RESULTS = 8;
/** `AsyncStatus` */
const STARTED = 0;
const COMPLETED = 1;
const LOOK_EVERY_MS = 50;
const LONGEST_CHECK_MS = 5_000;

/** What Windows offers; a number it does not define, and every failed call, throws. */
export interface ConsentVerifier {
  availability(): Promise<Availability>;
  /** @param window its HWND; the prompt stands before it, not behind */
  request(window: bigint, message: string, signal: AbortSignal): Promise<ConsentResult>;
}

export async function openConsentVerifier(): Promise<ConsentVerifier> {
  const winRt = await loadWinRt();
  return {
    availability: async () =>
      await withFactory(winRt, IID.statics, async (statics) => {
        // A system that cannot ask before a window of ours cannot ask.
        winRt.release(winRt.factory(CLASS, IID.interop));
        const operation = pointer(winRt.get(statics, CHECK_AVAILABILITY, 'pointer'));
        return named(AVAILABILITY, await finished(winRt, operation, AbortSignal.timeout(LONGEST_CHECK_MS)));
      }),
    request: async (window, message, signal) =>
      await withFactory(winRt, IID.interop, async (interop) => {
        signal.throwIfAborted();
        const ask = (text: bigint): unknown =>
          winRt.get(interop, REQUEST_FOR_WINDOW, 'pointer', REQUEST_TYPES, [window, text, guidBytes(IID.resultOperation)]);
        const operation = pointer(winRt.withString(message, ask));
        return named(RESULT, await finished(winRt, operation, signal));
      }),
  };
}

async function withFactory<T>(winRt: WinRt, iid: string, work: (factory: ComPointer) => Promise<T>): Promise<T> {
  const factory = winRt.factory(CLASS, iid);
  try {
    return await work(factory);
  } finally {
    winRt.release(factory);
  }
}

/** Waits for an asynchronous operation by looking: its callback would come on a thread of Windows'. Releases it. */
async function finished(winRt: WinRt, operation: ComPointer, signal: AbortSignal): Promise<number> {
  try {
    const info = winRt.as(operation, IID.asyncInfo);
    try {
      await completed(winRt, info, signal);
      return Number(winRt.get(operation, GET_RESULTS, 'int'));
    } finally {
      winRt.release(info);
    }
  } finally {
    winRt.release(operation);
  }
}

/** @throws when it fails, or the signal ends it; the prompt is then taken back */
async function completed(winRt: WinRt, info: ComPointer, signal: AbortSignal): Promise<void> {
  let status = STARTED;
  while ((status = Number(winRt.get(info, GET_STATUS, 'int'))) === STARTED) {
    // Not from a listener: what throws there ends the process, and a signal that was aborted before calls none.
    if (signal.aborted) {
      winRt.run(info, CANCEL);
      signal.throwIfAborted();
    }
    // An abort wakes it; the next look cancels.
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  if (status !== COMPLETED) throw new Error(`the operation ended with status ${status}`);
}

function pointer(value: unknown): ComPointer {
  if (typeof value !== 'bigint' || value === 0n) throw new Error('no object came back');
  return value;
}

function named<T extends string>(names: readonly T[], number: number): T {
  const name = names[number];
  if (name === undefined) throw new Error(`${number} is none of its answers`);
  return name;
}
