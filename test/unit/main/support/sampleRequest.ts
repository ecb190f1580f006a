import type { RequestView } from '../../../../src/bridge/views.ts';

/** A sign-in that waits, from near by, with nothing asked for but a click. */
export const sampleRequest: RequestView = {
  id: 'rec-anna.req-1',
  accountId: 'rec-anna',
  kind: 'sign-in',
  application: 'Payroll',
  organisation: { name: 'Example AG', colour: '#123456' },
  displayName: 'Anna Weber',
  signInName: 'anna@verify.example.com',
  origin: { city: 'Lagos', country: 'NG' },
  proximity: 'near',
  match: { type: 'none' },
  userVerification: 'discouraged',
  askedAtMs: 0,
  remainingMs: 60_000,
  lifetimeMs: 60_000,
  phase: 'open',
};
