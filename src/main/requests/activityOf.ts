import { peekPayload } from '../../protocol/jws.ts';
import { answerSchema } from '../../protocol/messages/answer.ts';
import type { Activity } from '../activity/Activity.ts';
import { accountOf, type HeldRequest } from './HeldRequest.ts';

/** The line of history that a request leaves: without the number, and without the browser that asked. */
export function activityOf(held: HeldRequest): Activity {
  const { id, request, organisation, subscriber, receivedAtMs, ended } = held;
  const { client: _, ...place } = request.origin ?? {};
  return {
    id,
    atMs: receivedAtMs,
    type: 'request',
    account: accountOf(id),
    organisation,
    subscriber,
    kind: request.kind,
    application: request.application.name,
    ...(request.origin !== undefined && { place }),
    ...decisionOf(held),
    ...(ended !== undefined && { outcome: ended.outcome }),
  };
}

/** What the person decided and how, as the signed answer itself says it. */
function decisionOf({ request, decided }: HeldRequest): Pick<Activity, 'decision' | 'method'> {
  if (decided === undefined) return {};
  const { uv } = peekPayload(decided.answer, answerSchema);
  return { decision: decided.decision, method: { match: request.match.type, userVerification: uv, by: decided.by ?? 'window' } };
}
