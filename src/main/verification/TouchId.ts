import type { UnavailableReason } from '../../bridge/protection.ts';
import type { UserVerifier, Verification } from './UserVerifier.ts';

/** Of Electron's `systemPreferences`. https://electronjs.org/docs/api/system-preferences#systempreferencesprompttouchidreason-macos */
export interface TouchIdPrompt {
  canPromptTouchID(): boolean;
  promptTouchID(reason: string): Promise<void>;
}

/** macOS: LocalAuthentication by Electron. It says yes or rejects; why it rejected it does not say. */
export class TouchId implements UserVerifier {
  readonly method = 'touch-id';
  readonly #system: TouchIdPrompt;

  constructor(system: TouchIdPrompt) {
    this.#system = system;
  }

  /** Wrongly `not-set-up` for a moment after the computer woke up; whoever asks again gets the truth. */
  async unavailable(): Promise<UnavailableReason | undefined> {
    return await Promise.resolve(this.#system.canPromptTouchID() ? undefined : 'not-set-up');
  }

  async verify(message: string, signal: AbortSignal): Promise<Verification> {
    const reason = await this.unavailable();
    if (reason !== undefined) return { result: 'unavailable', reason };
    try {
      await this.#system.promptTouchID(message);
    } catch {
      return { result: 'refused' };
    }
    // There is no way to take the prompt back: a yes that comes too late is none.
    return signal.aborted ? { result: 'refused' } : { result: 'verified' };
  }
}
