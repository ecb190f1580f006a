/** The organisation that the demo plays. */
export const ORGANISATION = 'Acme GmbH';
export const SUBSCRIBER = { name: 'anna', displayName: 'Anna Weber' } as const;

export const APPLICATIONS = [
  {
    id: 'acme-vpn',
    name: 'Acme VPN',
    match: 'entry',
    userVerification: 'preferred',
    explanation: 'Type the number in the app',
    message: 'Gateway Berlin 2',
  },
  {
    id: 'acme-wiki',
    name: 'Acme Wiki',
    match: 'choice',
    userVerification: 'discouraged',
    explanation: 'Choose the number in the app',
    message: undefined,
  },
  {
    id: 'acme-printer',
    name: 'Acme Printer',
    match: 'none',
    userVerification: 'discouraged',
    explanation: 'Just approve',
    message: 'Release 3 pages on printer 4-West',
  },
] as const;

/** Public addresses in the ranges of access providers; where they are is the verifier's database's word. */
export const SAMPLE_PLACES = [
  { id: 'berlin', name: 'Berlin', address: '89.13.183.130' },
  { id: 'lagos', name: 'Lagos', address: '105.124.26.132' },
  { id: 'new-york', name: 'New York', address: '24.193.1.1' },
  { id: 'tokyo', name: 'Tokyo', address: '60.147.166.125' },
] as const;
