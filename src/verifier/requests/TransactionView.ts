import type { UserVerificationMethod } from '../../protocol/messages/common.ts';
import { authenticationMethods } from '../policy/authenticationMethods.ts';
import { type Compliance, complianceOf } from '../policy/compliance.ts';
import type { transactions } from '../store/schema.ts';

export type Transaction = typeof transactions.$inferSelect;
export type TransactionStatus = Transaction['status'];

/** What the API client that asked may know. */
export interface TransactionView {
  id: string;
  status: TransactionStatus;
  /** NumericDate */
  expiresAt: number;
  /** Whether any device has the request safely. */
  received: boolean;
  /** Of the weakest way in which it can be approved; once it is, of the way in which it was. */
  compliance: Compliance;
  account?: string;
  uv?: UserVerificationMethod;
  amr?: string[];
}

export function viewOf(row: Transaction, received: boolean): TransactionView {
  const approved = row.status === 'approved' && row.uv !== null ? { uv: row.uv, amr: authenticationMethods(row.uv) } : {};
  return {
    id: row.id,
    status: row.status,
    expiresAt: row.expiresAt / 1000,
    received,
    compliance: complianceOf(row.weakestMatch),
    ...(row.settledBy !== null && { account: row.settledBy }),
    ...approved,
  };
}
