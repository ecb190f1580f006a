import { type MessageType, type PayloadSchema, verifyMessage, verifyProof } from '../../src/protocol/jws.ts';
import { type KeyName, pinned } from './samples.ts';
import { type SchemaName, SCHEMAS } from './schemas.ts';

/** Reads the message of a vector as its receiver does: against pinned keys, or as a proof that brings its own key. */
export async function readMessage(
  vector: { typ: string; schema: string; proof: boolean; message: string },
  keys: readonly KeyName[],
): Promise<unknown> {
  const schema = SCHEMAS[vector.schema as SchemaName] as PayloadSchema;
  const typ = vector.typ as MessageType;
  if (vector.proof) return (await verifyProof(typ, vector.message, schema)).payload;
  return await verifyMessage(typ, vector.message, schema, pinned(...keys));
}
