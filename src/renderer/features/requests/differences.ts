import type { RequestView } from '../../../bridge/views.ts';

/** What can tell two requests apart, besides the moment they were asked. */
export const ASPECTS = ['application', 'account', 'place', 'address', 'client'] as const;
export type Aspect = (typeof ASPECTS)[number];

const valueOf: Record<Aspect, (request: RequestView) => string> = {
  application: ({ kind, application }) => `${kind} ${application}`,
  account: ({ accountId }) => accountId,
  place: ({ origin, proximity }) => JSON.stringify([origin?.city, origin?.region, origin?.country, proximity]),
  address: ({ origin }) => origin?.address ?? '',
  client: ({ origin }) => origin?.client ?? '',
};

/** In what the requests differ, in the order in which a person looks. Empty for one request, and for twins. */
export function differences(requests: readonly RequestView[]): Aspect[] {
  return ASPECTS.filter((aspect) => new Set(requests.map(valueOf[aspect])).size > 1);
}
