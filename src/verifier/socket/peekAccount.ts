import { z } from 'zod';
import { peekPayload } from '../../protocol/jws.ts';
import { idSchema } from '../../protocol/text.ts';

const claimSchema = z.object({ iss: idSchema });

/** The account that a device's message claims to be of, unverified: to look its key up. */
export function peekAccount(jws: string): string | undefined {
  try {
    return peekPayload(jws, claimSchema).iss;
  } catch {
    return undefined;
  }
}
