/** Why a message of the other end was not believed. Closed: a new code is a change of the protocol. */
export type ProtocolErrorCode =
  | 'malformed' // not JOSE, not JSON, or not of the schema
  | 'too-large'
  | 'bad-header' // a header member more or less than the profile allows
  | 'unknown-key' // `kid` is not among the keys pinned for the sender
  | 'bad-signature'
  | 'cannot-decrypt'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'wrong-thumbprint'
  | 'stale' // a sequence number or nonce that does not fit
  | 'expired'
  | 'lifetime-too-long'
  | 'unsupported'; // understood, but asks for something this end cannot do

/** Thrown by every function of this folder that reads foreign input. The message holds no content of that input. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode, message: string) {
    super(message);
    this.name = 'ProtocolError';
    this.code = code;
  }
}
