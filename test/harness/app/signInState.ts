import type { AppCore } from './AppCore.ts';
import type { Organisation } from './Organisation.ts';
import { settledEvents } from './settledEvents.ts';

/** What both ends know of one sign-in when all is said: however bad the network was, this should be as ever. */
export async function signInState(
  organisation: Organisation,
  app: AppCore,
  asked: { id: string },
  request: { id: string },
): Promise<{ status: string; settled: string[]; outcomes: string[]; arrivals: number; unfinished: number; account: string }> {
  return {
    status: (await organisation.api.transaction(asked.id)).status,
    settled: await settledEvents(organisation, request.id),
    outcomes: app.history().flatMap(({ id, outcome }) => (id === request.id ? [outcome ?? 'none'] : [])),
    arrivals: app.arrivals.filter((id) => id === request.id).length,
    unfinished: app.requests('open').length + app.requests('sending').length,
    account: app.account().state,
  };
}

export const APPROVED = {
  status: 'approved',
  settled: ['approved'],
  outcomes: ['approved'],
  arrivals: 1,
  unfinished: 0,
  account: 'active',
};
