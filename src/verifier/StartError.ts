export type StartErrorCode =
  | 'data-in-use'
  | 'data-unwritable'
  | 'master-key-missing'
  | 'master-key-wrong'
  | 'master-key-malformed'
  | 'insecure-listen'
  | 'bad-public-url'
  | 'bad-proxy'
  | 'address-in-use'
  | 'address-unusable'
  | 'unreadable-file'
  | 'database-unreachable';

/** Why the verifier does not start, in a sentence for the administrator. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string) {
    super(message);
    this.name = 'StartError';
    this.code = code;
  }
}
