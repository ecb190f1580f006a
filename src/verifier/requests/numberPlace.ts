import type { SealedPlace } from '../keys/Sealer.ts';

export function numberPlace(transactionId: string): SealedPlace {
  return { table: 'transactions', row: transactionId, column: 'sealed_number' };
}
