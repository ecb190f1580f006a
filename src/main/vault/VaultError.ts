/**
 * - `vault-locked`: the vault was locked, never opened, or the operating system's vault is locked. Unlock and try again.
 * - `vault-absent`: this computer offers no OS vault at all (no Secret Service, no session bus, or it doesn't answer).
 * - `vault-key-missing`: sealed data exists, and the OS vault, being unlocked, says it holds no key for it.
 * - `vault-wrong-key`: the OS vault holds a key, but not the one that sealed this vault.
 * - `vault-corrupt`: vault.json or a sealed record is damaged, or sits where it doesn't belong (`recordId` says which).
 * - `vault-too-new`: a later version of the app wrote this vault. Nothing is lost; update the app.
 * - `vault-io`: the disk or the OS vault failed (full, read-only, no permission). Nothing half-written counts.
 */
export type VaultErrorCode =
  'vault-locked' | 'vault-absent' | 'vault-key-missing' | 'vault-wrong-key' | 'vault-corrupt' | 'vault-too-new' | 'vault-io';

/** Every failure of the vault. The message is for logs: it names files and records, never their content. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;
  readonly recordId: string | undefined;

  constructor(code: VaultErrorCode, message: string, options: { recordId?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.recordId = options.recordId;
  }
}
