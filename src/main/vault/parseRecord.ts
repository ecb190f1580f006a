import type { z } from 'zod';
import type { SealedRecord } from './Vault.ts';
import { VaultError } from './VaultError.ts';

/** Reads a record's value by its schema. One that opens but does not fit is damaged all the same. */
export function parseRecord<S extends z.ZodType>(record: SealedRecord, schema: S): z.infer<S> {
  const parsed = schema.safeParse(record.value);
  if (!parsed.success)
    throw new VaultError('vault-corrupt', `the record ${record.recordId} has not the expected shape`, { recordId: record.recordId });
  return parsed.data;
}
