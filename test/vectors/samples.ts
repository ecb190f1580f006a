import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { privateJwkSchema, type PublicJwk, publicJwk, thumbprint } from '../../src/protocol/keys.ts';
import type { AccountEvent } from '../../src/protocol/messages/event.ts';

/*
 * The one organisation, person and computer of all vectors, and one valid payload of every message. The keys are public:
 * never use them for anything else.
 */

const keyNames = z.object({
  identity: privateJwkSchema,
  signing: privateJwkSchema,
  encryption: privateJwkSchema,
  device: privateJwkSchema,
  pairing: privateJwkSchema,
  stranger: privateJwkSchema,
});

export const KEYS = keyNames.parse(JSON.parse(readFileSync(new URL('keys.json', import.meta.url), 'utf8')));
export type KeyName = keyof typeof KEYS;

/** Finds one of the vector keys as a receiver would among its pinned keys. */
export function pinned(...names: KeyName[]): (kid: string) => Promise<PublicJwk | undefined> {
  return async (kid) => {
    for (const name of names) if ((await thumbprint(KEYS[name])) === kid) return publicJwk(KEYS[name]);
    return undefined;
  };
}

export const ISSUER = 'https://verify.example.com';
export const ACCOUNT = 'acct_7Qm2vXk9';
/** 2026-03-01T09:00:00Z */
export const NOW = 1_772_355_600;
export const NONCE = 'c2l4dGVlbi1ieXRlcy1vZi1ub25jZQ';
export const APP_NONCE = 'dGhlLWFwcHMtb3duLW5vbmNlLWhlcmU';
export const LINK_KEY = 'K7QF9M2X4T8WZ3C6BHRYN5PD0V';
export const TYPED_KEY = 'K7QF9M2X4T8W';
/** ASCII `12345678901234567890`, the secret of RFC 6238 appendix B. */
export const SECRET = { passcode: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA1', digits: 6, period: 30 } } as const;

export const metadata = {
  v: 1,
  iss: ISSUER,
  seq: 3,
  versions: [1],
  identity: publicJwk(KEYS.identity),
  keys: { sig: [publicJwk(KEYS.signing)], enc: [publicJwk(KEYS.encryption)] },
  socket: 'wss://verify.example.com/v1/socket',
  pairing: 'https://verify.example.com/v1/pairing',
  organisation: { name: 'Example AG', colour: '#1f6f5c', support: 'helpdesk@example.com' },
} as const;

export const pairing = {
  v: 1,
  aud: ISSUER,
  jti: 'pair-1',
  key: LINK_KEY,
  encryptionKey: publicJwk(KEYS.pairing),
  device: { name: 'Anna’s laptop', platform: 'linux', osVersion: 'Debian 12', appVersion: '0.1.0' },
} as const;

export const typedPairing = { ...pairing, jti: 'pair-2', key: TYPED_KEY, name: 'anna' } as const;

/** `secret` is a JWE, which cannot be written down by hand: the caller brings it. */
export const grant = async (secret: string) => ({
  v: 1,
  iss: ISSUER,
  aud: await thumbprint(KEYS.device),
  jti: 'pair-1',
  iat: NOW,
  account: { id: ACCOUNT, subscriber: 'anna', displayName: 'Anna Weber' },
  secret,
  policy: { userVerification: 'preferred', passcodes: true },
});

export const attach = { v: 1, iss: ACCOUNT, aud: ISSUER, nonce: NONCE, seq: 4 } as const;

export const attached = {
  v: 1,
  iss: ISSUER,
  aud: APP_NONCE,
  iat: NOW,
  accounts: [{ id: ACCOUNT, status: 'active', seq: 4 }],
  rejected: ['acct_unknown'],
} as const;

export const request = {
  v: 1,
  iss: ISSUER,
  aud: ACCOUNT,
  jti: 'req-1',
  iat: NOW,
  exp: NOW + 60,
  kind: 'sign-in',
  application: { name: 'Payroll' },
  message: 'Sign in to Payroll as anna',
  origin: {
    address: '203.0.113.7',
    city: 'Zürich',
    region: 'Zurich',
    country: 'CH',
    latitude: 47.37,
    longitude: 8.54,
    client: 'Firefox on Windows',
  },
  here: { address: '2001:db8::7', city: 'Bern', country: 'CH', latitude: 46.95, longitude: 7.45 },
  distanceKm: 95,
  proximity: 'near',
  match: { type: 'entry', digits: 6 },
  userVerification: 'preferred',
} as const;

export const choiceRequest = { ...request, jti: 'req-2', match: { type: 'choice', options: ['17', '42', '93'] } } as const;
export const plainRequest = {
  v: 1,
  iss: ISSUER,
  aud: ACCOUNT,
  jti: 'req-3',
  iat: NOW,
  exp: NOW + 300,
  kind: 'pairing',
  application: { name: 'Example AG' },
  proximity: 'unknown',
  match: { type: 'none' },
  userVerification: 'discouraged',
} as const;

export const answer = {
  v: 1,
  iss: ACCOUNT,
  aud: ISSUER,
  jti: 'ans-1',
  request: 'req-1',
  requestHash: 'A'.repeat(43),
  decision: 'approve',
  number: '042917',
  uv: 'none',
} as const;
export const denial = {
  v: 1,
  iss: ACCOUNT,
  aud: ISSUER,
  jti: 'ans-2',
  request: 'req-1',
  requestHash: 'A'.repeat(43),
  decision: 'deny',
  uv: 'none',
} as const;

const eventHead = { v: 1, iss: ISSUER, aud: ACCOUNT, iat: NOW } as const;
export const events: readonly AccountEvent[] = [
  { ...eventHead, jti: 'evt-1', seq: 1, event: 'activated' },
  { ...eventHead, jti: 'evt-2', seq: 2, event: 'settled', request: 'req-1', outcome: 'approved' },
  { ...eventHead, jti: 'evt-3', seq: 3, event: 'cancelled', request: 'req-2', reason: 'elsewhere' },
  { ...eventHead, jti: 'evt-4', seq: 4, event: 'policy', policy: { userVerification: 'required', passcodes: false } },
  { ...eventHead, jti: 'evt-5', seq: 5, event: 'suspended' },
  { ...eventHead, jti: 'evt-6', seq: 6, event: 'resumed' },
  { ...eventHead, jti: 'evt-7', seq: 7, event: 'removed', reason: 'administrator' },
];

export const removal = { v: 1, iss: ACCOUNT, aud: ISSUER, jti: 'rem-1' } as const;
export const mute = { v: 1, iss: ACCOUNT, aud: ISSUER, jti: 'mute-1', until: NOW + 3600 } as const;
export const delegation = { v: 1, issuer: ISSUER } as const;
