import { z } from 'zod';
import { peekPayload } from '../../../src/protocol/jws.ts';
import { events } from '../../../src/verifier/store/schema.ts';
import type { Organisation } from './Organisation.ts';

const settled = z.object({ event: z.string(), request: z.string().optional(), outcome: z.string().optional() });

/** How often and how the verifier has settled a request, by its own book. `requestId` is the app's id of it. */
export async function settledEvents({ verifier }: Organisation, requestId: string): Promise<string[]> {
  const jti = requestId.split('.')[1];
  const rows = await verifier.db.select({ jws: events.jws }).from(events);
  return rows
    .map(({ jws }) => peekPayload(jws, settled))
    .flatMap(({ event, request, outcome }) => (event === 'settled' && request === jti ? [outcome ?? ''] : []));
}
