import type { AccountPolicy } from '../../protocol/messages/common.ts';

/** What a new account is told about how it may be used. */
export const ACCOUNT_POLICY: AccountPolicy = { userVerification: 'preferred', passcodes: true };
