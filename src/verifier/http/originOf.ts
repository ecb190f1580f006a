import { canonicalAddress } from '../geo/address.ts';
import { describeClient } from '../policy/describeClient.ts';
import type { OriginBody } from './schemas.ts';

/** What an API client said of the person's connection, in the one spelling that is kept. */
export function originOf(body: OriginBody | undefined): { address?: string; client?: string } | undefined {
  const address = canonicalAddress(body?.address);
  const client = body?.client ?? (body?.userAgent === undefined ? undefined : describeClient(body.userAgent));
  if (address === undefined && client === undefined) return undefined;
  return { ...(address !== undefined && { address }), ...(client !== undefined && { client }) };
}
