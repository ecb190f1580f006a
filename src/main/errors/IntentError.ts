import type { ErrorCode } from '../../bridge/errors.ts';

/** An intent of the person that cannot be carried out, with the code that the renderer words. */
export class IntentError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.name = 'IntentError';
    this.code = code;
  }
}
