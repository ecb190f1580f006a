import type { AppCore } from './AppCore.ts';
import type { Organisation } from './Organisation.ts';
import { signInState } from './signInState.ts';

/** Somebody signs in and approves it; answers what both ends know of it then. */
export async function approveSignIn(organisation: Organisation, app: AppCore): Promise<Awaited<ReturnType<typeof signInState>>> {
  const asked = await organisation.signIn();
  const request = await app.openRequest();
  await app.decide(request, 'approve', asked.number);
  await app.outcomeOf(request);
  return await signInState(organisation, app, asked, request);
}
