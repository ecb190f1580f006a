import type { UnavailableReason, VerificationView } from '../../bridge/protection.ts';
import type { Capability } from '../../protocol/messages/attach.ts';
import type { UserVerificationMethod } from '../../protocol/messages/common.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { Pin } from './pin/Pin.ts';
import type { UserVerifier } from './UserVerifier.ts';

export interface UserVerificationParts {
  /** The operating system's way, where this computer has one. */
  system: UserVerifier | undefined;
  pin: Pin;
  /** Whether the person lets the system ask. */
  isSystemChosen(): boolean;
  onChange(): void;
  /** Verifiers should hear anew what this app can do. */
  onCapabilities(): void;
}

/** How a person proves that it is them: by the operating system first, by the app's PIN where that cannot ask, or where they chose to type it. */
export class UserVerification {
  readonly #parts: UserVerificationParts;
  #unavailable: UnavailableReason | undefined = 'unsupported';
  #prompt: AbortController | undefined;
  #told = '';

  constructor(parts: UserVerificationParts) {
    this.#parts = parts;
  }

  /** Asks the system whether it could ask. To be called at the start, after sleep, and when somebody looks at the settings. */
  async refresh(): Promise<void> {
    const unavailable = await this.#parts.system?.unavailable().catch((): UnavailableReason => 'unsupported');
    if (unavailable === this.#unavailable) return;
    this.#unavailable = unavailable;
    this.changed();
  }

  /** The PIN or the person's choice has changed. */
  changed(): void {
    this.#parts.onChange();
    const told = this.capabilities().join();
    if (told === this.#told) return;
    this.#told = told;
    this.#parts.onCapabilities();
  }

  /** Whether somebody could be verified right now. */
  get isSetUp(): boolean {
    return this.#parts.pin.isSet || this.#canSystemAsk;
  }

  /** Whether somebody can be verified, if perhaps not at this moment: as the system says for a while after it woke up. */
  get isExpected(): boolean {
    return this.isSetUp || (this.#hasSystem && this.#unavailable !== 'unsupported');
  }

  /** What verifiers are told of it (docs/protocol.md, 5.2). */
  capabilities(): Capability[] {
    return [...(this.#parts.pin.isSet ? ['verify:pin' as const] : []), ...(this.#canSystemAsk ? ['verify:platform' as const] : [])];
  }

  view(): VerificationView {
    const { system, pin } = this.#parts;
    const unavailable = this.#unavailable;
    return {
      ...(system !== undefined && { system: { method: system.method, ...(unavailable !== undefined && { unavailable }) } }),
      pin: pin.view(),
    };
  }

  /**
   * Resolves to how the person was verified; there is no other way for anything to be.
   * @param message what for, for the system's prompt
   * @param typedPin counts instead of the prompt
   * @param signal ends the prompt
   * @throws IntentError user-verification-refused, -failed, -required; pin-required, and all that checking a PIN may throw
   */
  async verify(
    message: string,
    typedPin: string | undefined,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Exclude<UserVerificationMethod, 'none'>> {
    const { system, pin } = this.#parts;
    if (typedPin !== undefined) {
      await pin.check(typedPin);
      return 'pin';
    }
    const { state } = pin.view();
    if (system !== undefined && this.#hasSystem) {
      const answer = await this.#ask(system, message, signal);
      if (answer === 'verified') return system.method;
      if (answer === 'refused') throw new IntentError('user-verification-refused');
      if (answer === 'failed' && state === 'none') throw new IntentError('user-verification-failed');
    }
    if (state === 'none') throw new IntentError('user-verification-required');
    throw new IntentError(state === 'blocked' ? 'pin-blocked' : 'pin-required');
  }

  /** Takes back a prompt that is open. */
  cancel(): void {
    this.#prompt?.abort();
  }

  get #hasSystem(): boolean {
    return this.#parts.system !== undefined && this.#parts.isSystemChosen();
  }

  get #canSystemAsk(): boolean {
    return this.#hasSystem && this.#unavailable === undefined;
  }

  /** One prompt at a time: two of them could be taken for one another. */
  async #ask(system: UserVerifier, message: string, signal: AbortSignal): Promise<'verified' | 'refused' | 'unavailable' | 'failed'> {
    if (this.#prompt !== undefined) return 'refused';
    const prompt = new AbortController();
    this.#prompt = prompt;
    try {
      const { result } = await system.verify(message, AbortSignal.any([signal, prompt.signal]));
      if (result === 'unavailable') await this.refresh();
      return prompt.signal.aborted || signal.aborted ? 'refused' : result;
    } catch {
      return 'failed';
    } finally {
      this.#prompt = undefined;
    }
  }
}
