/** Everything the HTTP API can refuse with. Closed: a new code is a change of the API. */
export const API_ERROR_CODES = [
  'malformed',
  'weaker-when-farther',
  'unauthorised',
  'forbidden',
  'not-found',
  'exists',
  'conflict',
  'disabled',
  'no-account',
  'too-many-open',
  'asked-too-often',
  'throttled',
  'refused',
  'unsupported',
  'too-large',
  'unavailable',
  'internal',
] as const;
export type ApiErrorCode = (typeof API_ERROR_CODES)[number];

/** HTTP status of each code. */
export const STATUS: Record<ApiErrorCode, number> = {
  malformed: 400,
  'weaker-when-farther': 400,
  unauthorised: 401,
  forbidden: 403,
  'not-found': 404,
  exists: 409,
  conflict: 409,
  disabled: 403,
  'no-account': 409,
  'too-many-open': 429,
  'asked-too-often': 429,
  throttled: 429,
  refused: 403,
  unsupported: 400,
  'too-large': 413,
  unavailable: 503,
  internal: 500,
};

/** A refusal that the caller is told about. The message never holds what the caller sent. */
export class VerifierError extends Error {
  readonly code: ApiErrorCode;
  /** After how many seconds it is worth trying again, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ApiErrorCode, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'VerifierError';
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
