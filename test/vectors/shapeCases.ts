import * as samples from './samples.ts';
import type { SchemaName } from './schemas.ts';

/** A message, and every change that must make it invalid. */
export interface ShapeCase {
  name: string;
  /** File name under `schemas/`, without `.json`. */
  file: SchemaName;
  valid: readonly object[];
  broken: Record<string, readonly unknown[]>;
}

const IDS = ['', 'a b', 'x'.repeat(65), '../a', 1, null];
const ISSUERS = ['https://verify.example.com/', 'http://verify.example.com', 'verify.example.com', 'HTTPS://verify.example.com', 1];
const NAMES = ['', ' ', 'x'.repeat(65), 'a\u202eb', 'a\nb', '\ud800', 1];
const TIMES = [-1, 1.5, '1772355600', null];
const JWS = `e30.e30.${'A'.repeat(86)}`;
const grant = await samples.grant(`e30..${'A'.repeat(16)}.AA.${'A'.repeat(22)}`);

export const SHAPE_CASES: readonly ShapeCase[] = [
  {
    name: 'request',
    file: 'request',
    valid: [samples.request, samples.choiceRequest, samples.plainRequest, { ...samples.request, origin: {}, here: {} }],
    broken: {
      v: [0, 2, '1', undefined],
      iss: ISSUERS,
      aud: IDS,
      jti: IDS,
      iat: TIMES,
      exp: TIMES,
      kind: ['payment', undefined],
      application: [undefined, 'Payroll', ...NAMES.map((name) => ({ name }))],
      message: ['', ' ', 'x'.repeat(257), 'a\u2028b', 1],
      origin: [
        { address: '1.2.3' },
        { address: '2001:db8::7%eth0' },
        { address: 'example.com' },
        { city: '' },
        { country: 'Switzerland' },
        { country: 'ch' },
        { latitude: 90.1 },
        { longitude: -180.1 },
        { latitude: '47' },
        { client: 'x'.repeat(65) },
      ],
      here: [{ address: '' }, [], 'here'],
      distanceKm: [-1, 20_041, '5'],
      proximity: ['here', undefined],
      match: [
        { type: 'entry' },
        { type: 'entry', digits: 4 },
        { type: 'choice', options: ['1', '2'] },
        { type: 'choice', options: ['1', '2', '3', '4'] },
        { type: 'choice', options: ['1', '1', '2'] },
        { type: 'choice', options: ['1', '2', 'x'] },
        { type: 'choice', options: ['1', '2', '1234567'] },
        { type: 'swipe' },
        {},
      ],
      userVerification: ['sometimes', undefined],
    },
  },
  {
    name: 'answer',
    file: 'answer',
    valid: [samples.answer, samples.denial, { ...samples.denial, decision: 'report' }, { ...samples.answer, uv: 'polkit', number: '7' }],
    broken: {
      v: [2, undefined],
      iss: IDS,
      aud: ISSUERS,
      jti: IDS,
      request: IDS,
      requestHash: ['', 'A'.repeat(42), `${'A'.repeat(42)}B`, `${'A'.repeat(43)}=`, undefined],
      decision: ['maybe', undefined],
      number: ['', '1234567', '12a', '-1', '１', 42],
      uv: ['retina', undefined],
    },
  },
  {
    name: 'attach proof',
    file: 'attach',
    valid: [samples.attach, { ...samples.attach, seq: 0 }],
    broken: { v: [2], iss: IDS, aud: ISSUERS, nonce: ['', 'short', `${'A'.repeat(22)}=`], seq: [-1, 0.5, '1', undefined, 2 ** 53] },
  },
  {
    name: 'attached',
    file: 'attached',
    valid: [
      samples.attached,
      { ...samples.attached, accounts: [], rejected: [] },
      { ...samples.attached, accounts: [{ id: 'a', status: 'active', seq: 1, mutedUntil: samples.NOW + 900 }] },
    ],
    broken: {
      v: [2],
      iss: ISSUERS,
      aud: ['', 'short'],
      iat: TIMES,
      accounts: [
        undefined,
        {},
        [{ id: 'a', seq: 1 }],
        [{ id: 'a', status: 'dead', seq: 1 }],
        [{ id: 'a', status: 'active' }],
        [{ id: 'a', status: 'active', seq: -1 }],
        [{ id: 'a', status: 'active', seq: 1, mutedUntil: 'tomorrow' }],
        [{ id: 'a', status: 'active', seq: 1, mutedUntil: -1 }],
        Array.from({ length: 51 }, () => ({ id: 'a', status: 'active', seq: 1 })),
      ],
      rejected: [undefined, [1], ['a b'], Array.from({ length: 51 }, () => 'a')],
    },
  },
  ...samples.events.map((event): ShapeCase => ({
    name: `event ${event.event}`,
    file: 'event',
    valid: [event],
    broken: {
      v: [2],
      iss: ISSUERS,
      aud: IDS,
      jti: IDS,
      iat: TIMES,
      seq: [0, -1, 1.5, undefined, 2 ** 53],
      event: ['exploded', undefined],
      ...(event.event === 'settled' && { request: IDS, outcome: ['ignored', undefined] }),
      ...(event.event === 'cancelled' && { request: IDS, reason: ['mood', undefined] }),
      ...(event.event === 'removed' && { reason: ['mood', undefined] }),
      ...(event.event === 'policy' && {
        policy: [undefined, {}, { userVerification: 'required' }, { userVerification: 'x', passcodes: true }],
      }),
    },
  })),
  {
    name: 'pairing proof',
    file: 'pairing',
    valid: [samples.pairing, samples.typedPairing],
    broken: {
      v: [2],
      aud: ISSUERS,
      jti: IDS,
      key: [undefined, '', samples.LINK_KEY.toLowerCase(), samples.TYPED_KEY, 'K7QF-9M2X-4T8W', 'U'.repeat(26)],
      name: ['anna', 'Anna', '', 'a@b'],
      encryptionKey: [undefined, {}, { ...samples.pairing.encryptionKey, crv: 'P-384' }, { ...samples.pairing.encryptionKey, x: 'A' }],
      device: [
        undefined,
        ...NAMES.map((name) => ({ ...samples.pairing.device, name })),
        { ...samples.pairing.device, platform: 'amiga' },
        { ...samples.pairing.device, osVersion: '' },
        { ...samples.pairing.device, appVersion: undefined },
      ],
    },
  },
  {
    name: 'pairing proof with a typed key',
    file: 'pairing',
    valid: [samples.typedPairing],
    broken: { name: [undefined, '', 'Anna'], key: [samples.LINK_KEY] },
  },
  {
    name: 'account',
    file: 'account',
    valid: [grant],
    broken: {
      v: [2],
      iss: ISSUERS,
      aud: ['', 'A'.repeat(42), `${'A'.repeat(42)}B`],
      jti: IDS,
      iat: TIMES,
      account: [
        undefined,
        ...IDS.map((id) => ({ ...grant.account, id })),
        ...NAMES.map((displayName) => ({ ...grant.account, displayName })),
        { ...grant.account, subscriber: 'Anna' },
      ],
      secret: [
        '',
        'a.b.c',
        `e30.AA.${'A'.repeat(16)}.AA.${'A'.repeat(22)}`,
        `e30..${'A'.repeat(16)}.${'A'.repeat(17_000)}.${'A'.repeat(22)}`,
      ],
      policy: [undefined, { passcodes: true }, { userVerification: 'preferred', passcodes: 'yes' }],
    },
  },
  {
    name: 'account secret',
    file: 'account-secret',
    valid: [samples.SECRET],
    broken: {
      passcode: [
        undefined,
        { ...samples.SECRET.passcode, secret: 'abc' },
        { ...samples.SECRET.passcode, digits: 8 },
        { ...samples.SECRET.passcode, period: 60 },
        { ...samples.SECRET.passcode, algorithm: 'SHA512' },
      ],
    },
  },
  { name: 'removal', file: 'removal', valid: [samples.removal], broken: { v: [2], iss: IDS, aud: ISSUERS, jti: IDS } },
  {
    name: 'mute',
    file: 'mute',
    valid: [samples.mute, { ...samples.mute, until: 0 }],
    broken: { v: [2], iss: IDS, aud: ISSUERS, jti: IDS, until: TIMES },
  },
  { name: 'pairing refusal', file: 'pairing-refusal', valid: [{ error: 'refused' }], broken: { error: ['expired', undefined, 1] } },
  {
    name: 'metadata',
    file: 'metadata',
    valid: [samples.metadata],
    broken: {
      v: [2, undefined],
      iss: ISSUERS,
      seq: [0, 1.5],
      versions: [[], ['1'], undefined],
      identity: [undefined, { ...samples.metadata.identity, y: 'A' }],
      keys: [
        { sig: [], enc: [samples.metadata.identity] },
        { sig: [samples.metadata.identity] },
        Array.from({ length: 17 }, () => samples.metadata.identity),
      ],
      socket: ['https://verify.example.com/', 'wss://u:p@verify.example.com/', 'wss://verify.example.com/#x', ''],
      pairing: ['wss://verify.example.com/', 'https://verify.example.com/?x', 1],
      organisation: [
        undefined,
        { name: '', colour: '#000000' },
        { name: 'A', colour: '#FFF' },
        { name: 'A', colour: '#000000', support: '\u200b' },
      ],
    },
  },
  { name: 'delegation', file: 'delegation', valid: [samples.delegation], broken: { v: [2, undefined], issuer: ISSUERS } },
  {
    name: 'hello frame',
    file: 'verifier-frame',
    valid: [{ type: 'hello', nonce: samples.NONCE }],
    broken: { type: ['hi', undefined, 1], nonce: ['', 'short', undefined] },
  },
  {
    name: 'error frame',
    file: 'verifier-frame',
    valid: [{ type: 'error', code: 'conflict', message: 'x', id: 'a' }],
    broken: { code: ['tired', undefined], message: ['ä', 'x'.repeat(257), undefined], id: ['a b'] },
  },
  {
    name: 'attach frame',
    file: 'app-frame',
    valid: [{ type: 'attach', nonce: samples.APP_NONCE, supports: ['kind:sign-in', 'later:thing'], proofs: [JWS] }],
    broken: {
      nonce: ['short'],
      supports: [undefined, [''], ['A B'], Array.from({ length: 33 }, () => 'a')],
      proofs: [[], ['a.b.c'], [`${JWS}=`], Array.from({ length: 51 }, () => JWS)],
    },
  },
  { name: 'received frame', file: 'app-frame', valid: [{ type: 'received', id: 'a' }], broken: { id: ['', 'a b', undefined] } },
];
