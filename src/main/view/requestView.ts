import type { OrganisationView, RequestView } from '../../bridge/views.ts';
import { deadlineMs, type HeldRequest } from '../requests/HeldRequest.ts';

export interface RequestContext {
  organisation: OrganisationView;
  signInName: string;
  /** The verifier's time, ms. */
  verifierNowMs: number;
  approveInMs: number | undefined;
  isVerifying: boolean;
}

export function requestView(held: HeldRequest, context: RequestContext): RequestView {
  const { request, decided, ended } = held;
  const { origin, here, distanceKm, message } = request;
  return {
    id: held.id,
    accountId: held.account,
    kind: request.kind,
    application: request.application.name,
    organisation: context.organisation,
    displayName: held.subscriber,
    signInName: context.signInName,
    ...(message !== undefined && { message }),
    ...(origin !== undefined && { origin }),
    ...(here !== undefined && { here }),
    ...(distanceKm !== undefined && { distanceKm }),
    proximity: request.proximity,
    match: request.match,
    userVerification: request.userVerification,
    askedAtMs: held.receivedAtMs,
    remainingMs: Math.max(0, deadlineMs(held) - context.verifierNowMs),
    lifetimeMs: (request.exp - request.iat) * 1000,
    phase: ended !== undefined ? 'settled' : decided !== undefined ? 'sending' : 'open',
    ...(decided !== undefined && { decision: decided.decision }),
    ...(ended !== undefined && { outcome: ended.outcome }),
    ...(context.isVerifying && { verifying: true }),
    ...(context.approveInMs !== undefined && { approveInMs: context.approveInMs }),
  };
}
