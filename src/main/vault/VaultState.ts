import type { ErrorCode } from '../../bridge/errors.ts';

/** Where the vault stands, for the screen. */
export type VaultState = { state: 'opening' } | { state: 'open' } | { state: 'failed'; error: ErrorCode };
