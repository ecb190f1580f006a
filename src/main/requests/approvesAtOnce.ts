import type { RequestView } from '../../bridge/views.ts';

/**
 * Whether one click is all that a request asks for, so that it can be approved from its notification: a sign-in from near
 * by, without a number, and without the wish to know who clicks. `preferred` is such a wish: it is asked wherever it can be.
 */
export function approvesAtOnce(request: Pick<RequestView, 'kind' | 'match' | 'userVerification' | 'proximity'>): boolean {
  const isNear = request.proximity === 'same-address' || request.proximity === 'near';
  return request.kind === 'sign-in' && request.match.type === 'none' && request.userVerification === 'discouraged' && isNear;
}
