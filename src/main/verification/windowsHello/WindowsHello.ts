import type { UnavailableReason } from '../../../bridge/protection.ts';
import type { UserVerifier, Verification } from '../UserVerifier.ts';
import { type Availability, type ConsentVerifier, openConsentVerifier } from './ConsentVerifier.ts';

const REASONS: Record<Exclude<Availability, 'available'>, UnavailableReason> = {
  'device-not-present': 'unsupported',
  'not-configured': 'not-set-up',
  'disabled-by-policy': 'disabled',
  'device-busy': 'busy',
};

/** Windows Hello: face, fingerprint or the PIN of Windows, in a prompt before our own window. */
export class WindowsHello implements UserVerifier {
  readonly method = 'windows-hello';
  readonly #windowHandle: () => Buffer | undefined;
  readonly #open: () => Promise<ConsentVerifier>;

  /** @param windowHandle as `BrowserWindow.getNativeWindowHandle` gives it */
  constructor(windowHandle: () => Buffer | undefined, open: () => Promise<ConsentVerifier> = openConsentVerifier) {
    this.#windowHandle = windowHandle;
    this.#open = open;
  }

  async unavailable(): Promise<UnavailableReason | undefined> {
    try {
      const availability = await (await this.#open()).availability();
      return availability === 'available' ? undefined : REASONS[availability];
    } catch {
      return 'unsupported';
    }
  }

  async verify(message: string, signal: AbortSignal): Promise<Verification> {
    const handle = this.#windowHandle();
    // Without a window the prompt would come up behind everything, to be found by nobody.
    if (handle === undefined) return { result: 'failed' };
    try {
      const answer = await (await this.#open()).request(readHandle(handle), `Deskfob: ${message}`, signal);
      if (signal.aborted || answer === 'canceled' || answer === 'retries-exhausted') return { result: 'refused' };
      return answer === 'verified' ? { result: 'verified' } : { result: 'unavailable', reason: REASONS[answer] };
    } catch {
      return signal.aborted ? { result: 'refused' } : { result: 'failed' };
    }
  }
}

/** HWNDs are pointers in little-endian order. */
function readHandle(handle: Buffer): bigint {
  return handle.length >= 8 ? handle.readBigUInt64LE(0) : BigInt(handle.readUInt32LE(0));
}
