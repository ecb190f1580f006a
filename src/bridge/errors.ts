/*
 * Every way an intent of the person can fail, as a closed set. The renderer has one message for each in its catalogue:
 * what happened, what it means, what to do. A code never carries content.
 */

export const ERROR_CODES = [
  // what was typed, pasted or clicked
  'link-malformed',
  'name-malformed',
  'key-malformed',
  'insecure-verifier', // http outside loopback or without the development flag
  // the verifier's answer to a pairing
  'pairing-refused', // wrong, used or expired; the verifier does not say which
  'pairing-throttled',
  'pairing-interrupted', // sent, but no answer came: trying again is safe
  'pairing-nothing-pending',
  // the way to the verifier
  'verifier-unreachable',
  'verifier-slow',
  'verifier-not-found', // the host answers, but is no Deskfob verifier
  'certificate-untrusted',
  'thumbprint-mismatch', // not the verifier that the link or an earlier pairing named
  'verifier-invalid', // answers that do not verify
  'verifier-unsupported', // speaks another version
  // requests
  'request-unknown',
  'request-expired',
  'request-too-early', // not displayed for 700 ms yet, or a clicked link's question answered at once
  'request-decided',
  'number-required',
  'user-verification-required', // and there is nothing here that could verify the person
  'user-verification-refused', // the system's prompt was dismissed, or its answer was no
  'user-verification-failed', // the system could not ask
  // lock and PIN
  'app-locked',
  'pin-required',
  'pin-wrong',
  'pin-throttled', // too many wrong ones: wait
  'pin-blocked', // far too many: only starting over helps
  'pin-short',
  'pin-weak',
  'pin-unset',
  'managed', // the administrator has decided otherwise
  // accounts and the vault
  'account-unknown',
  'account-not-active',
  'vault-locked',
  'vault-absent',
  'vault-key-missing',
  'vault-wrong-key',
  'vault-corrupt',
  'vault-too-new', // written by a later version of the app
  'vault-io',
  // a file or code that the person brought
  'export-failed',
  'file-unreadable',
  'file-too-large',
  'file-unknown',
  'file-damaged',
  'file-too-new',
  'file-too-costly', // its password would take longer than any real file's
  'file-too-many',
  'password-wrong',
  'password-short',
  'list-empty', // no line of it has a link or a key
  'list-too-long',
  'list-damaged',
  'line-unknown', // neither a link nor a key
  'code-unknown', // scanned, and no code of an account
  'screen-busy', // being captured already, or the window is not in front
  'screen-denied', // the system keeps the screens from the app
  'screen-unavailable', // the system gave no picture
  'import-none', // nothing waits to be imported
  // anything else
  'bad-arguments',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorCode };
