import type { SystemMethod, UnavailableReason } from '../../../../src/bridge/protection.ts';
import type { UserVerifier, Verification } from '../../../../src/main/verification/UserVerifier.ts';

/** The operating system's prompt with a person in front of it, who does what the test says. */
export class ScriptedVerifier implements UserVerifier {
  readonly method: SystemMethod;
  reason: UnavailableReason | undefined = undefined;
  answer: Verification | Error = { result: 'verified' };
  /** What each prompt said. */
  readonly messages: string[] = [];
  /** Prompts that were taken back. */
  ended = 0;
  #hold: PromiseWithResolvers<void> | undefined;

  constructor(method: SystemMethod = 'touch-id') {
    this.method = method;
  }

  /** Prompts stay open from now on until the returned function is called. */
  hold(): () => void {
    this.#hold = Promise.withResolvers();
    return this.#hold.resolve;
  }

  async unavailable(): Promise<UnavailableReason | undefined> {
    return await Promise.resolve(this.reason);
  }

  async verify(message: string, signal: AbortSignal): Promise<Verification> {
    this.messages.push(message);
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => {
      this.ended += 1;
      aborted.resolve();
    });
    await Promise.race([this.#hold?.promise, aborted.promise]);
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}
