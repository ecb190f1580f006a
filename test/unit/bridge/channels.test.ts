import { describe, expect, it } from 'vitest';
import { channels, type Channel, PASSCODES_CHANNEL, VIEW_CHANNEL } from '../../../src/bridge/channels.ts';
import { ERROR_CODES } from '../../../src/bridge/errors.ts';
import { settingsSchema } from '../../../src/bridge/settings.ts';

const settings = {
  theme: 'system',
  language: 'en',
  startAtLogin: false,
  notifications: true,
  clearClipboardSeconds: 30,
  hideCodes: false,
  activityRetention: 'forever',
};
const protection = { lock: '5', systemVerification: true, verifyApprovals: true };

const samples: Record<Channel, { good: readonly unknown[]; bad: readonly unknown[] }> = {
  'app:view': { good: [undefined], bad: [{}, null, 'x'] },
  'pairing:openLink': { good: [{ link: 'anything, main decides' }], bad: [undefined, {}, { link: 5 }, { link: 'x'.repeat(4097) }] },
  'pairing:openName': {
    good: [{ signInName: 'a@b', key: 'K' }],
    bad: [{ signInName: 'a@b' }, { key: 'K' }, { signInName: 'x'.repeat(513), key: '' }, { signInName: '', key: 'x'.repeat(257) }],
  },
  'screen:capture': { good: [undefined], bad: [{}, 'all', { types: ['window'] }] },
  'import:pasted': { good: [undefined], bad: [{}, 'picture', null] },
  'import:texts': {
    good: [{ texts: ['anything, main decides'] }, { texts: ['x'], fromClipboard: true }],
    bad: [
      undefined,
      {},
      { texts: [] },
      { texts: 'x' },
      { texts: [5] },
      { texts: ['x'.repeat(8193)] },
      { texts: Array(51).fill('x') },
      { texts: ['x'], fromClipboard: 1 },
    ],
  },
  'import:file': {
    good: [{ bytes: new Uint8Array(3) }],
    bad: [undefined, {}, { bytes: 'x' }, { bytes: [1, 2] }, { bytes: { length: 3 } }],
  },
  'import:choose': { good: [undefined], bad: ['/etc/passwd', { path: '/etc/passwd' }] },
  'import:password': { good: [{ password: 'x' }], bad: [{}, { password: '' }, { password: 'x'.repeat(1025) }, { password: 5 }] },
  'import:entries': { good: [undefined], bad: [0] },
  'import:confirm': { good: [undefined], bad: [{ ids: [1] }] },
  'import:cancel': { good: [undefined], bad: [null] },
  'otp:count': { good: [{ id: 'a' }], bad: [undefined, {}, { id: '' }, { id: 'a', counter: 0 }] },
  'otp:edit': {
    good: [{ id: 'a' }, { id: 'a', issuer: 'ACME', label: '', group: 'Work', tags: ['vpn'], pinned: true }],
    bad: [{}, { id: 'a', issuer: 5 }, { id: 'a', label: 'x'.repeat(401) }, { id: 'a', secret: 'GEZDGNBV' }],
  },
  'otp:remove': { good: [{ ids: ['a', 'b'] }], bad: [undefined, { ids: [] }, { ids: [''] }, { ids: 'a' }] },
  'otp:export': {
    good: [{ kind: 'otpauth' }, { kind: 'aegis', ids: ['a'] }, { kind: 'backup', password: 'x', pin: '271828' }],
    bad: [
      {},
      { kind: 'csv' },
      { kind: 'aegis', ids: [] },
      { kind: 'aegis', file: '/tmp/x' },
      { kind: 'backup', password: 'x'.repeat(1025) },
    ],
  },
  'otp:code': { good: [{ id: 'a' }, { id: 'a', pin: '271828' }], bad: [{}, { id: '' }, { id: 'a', format: 'png' }] },
  'otp:undo': { good: [undefined], bad: [{}] },
  'pairing:confirm': { good: [undefined], bad: [true] },
  'pairing:cancel': { good: [undefined], bad: [0] },
  'pairings:openList': {
    good: [{ text: 'anything, main decides' }],
    bad: [undefined, {}, { text: 5 }, { text: 'x'.repeat(1_048_577) }, { text: '', file: '/tmp/x' }],
  },
  'pairings:lines': { good: [undefined], bad: [0] },
  'pairings:confirm': { good: [undefined], bad: [true] },
  'pairings:stop': { good: [undefined], bad: [{}] },
  'pairings:save': { good: [undefined], bad: ['/tmp/x', { file: '/tmp/x' }] },
  'pairings:close': { good: [undefined], bad: [null] },
  'requests:displayed': { good: [{ id: 'a' }], bad: [{}, { id: '' }, { id: 'x'.repeat(161) }, 'a'] },
  'requests:decide': {
    good: [
      { id: 'a', decision: 'approve', number: '042917' },
      { id: 'a', decision: 'approve', number: '7' },
      { id: 'a', decision: 'deny' },
      { id: 'a', decision: 'report' },
      { id: 'a', decision: 'approve', pin: '271828' },
    ],
    bad: [
      { id: 'a' },
      { id: 'a', decision: 'yes' },
      { id: 'a', decision: 'approve', number: 42 },
      { id: 'a', decision: 'approve', number: '1234567' },
      { id: 'a', decision: 'approve', number: '' },
      { id: 'a', decision: 'approve', number: '12\n' },
      { id: 'a', decision: 'approve', pin: '' },
      { id: 'a', decision: 'approve', pin: '1'.repeat(129) },
      { id: 'a', decision: 'approve', pin: 271828 },
    ],
  },
  'requests:show': { good: [{ id: 'a' }], bad: [undefined, { id: ['a'] }] },
  'accounts:remove': { good: [{ id: 'a' }, { id: 'a', deleteHistory: true }], bad: [{ id: 1 }, { id: 'a', deleteHistory: 'yes' }] },
  'activity:query': {
    good: [
      { search: '', offset: 0, limit: 200 },
      { search: 'vpn', kind: 'requests', outcome: 'approved', organisation: 'Acme', offset: 10_000, limit: 1 },
    ],
    bad: [
      undefined,
      { search: '' },
      { search: '', offset: -1, limit: 1 },
      { search: '', offset: 0, limit: 201 },
      { search: '', offset: 0.5, limit: 1 },
      { search: 'x'.repeat(201), offset: 0, limit: 1 },
      { search: '', kind: 'all', offset: 0, limit: 1 },
      { search: '', outcome: 'won', offset: 0, limit: 1 },
      { search: '', offset: 0, limit: 1, file: '/etc/passwd' },
    ],
  },
  'activity:tooOld': { good: [{ retention: 'nothing' }], bad: [{}, { retention: '2-years' }, { retention: 'nothing', more: 1 }] },
  'activity:export': {
    good: [{ search: '' }, { search: 'vpn', kind: 'pauses' }],
    bad: [undefined, {}, { search: '', file: '/tmp/x.csv' }],
  },
  'accounts:pin': { good: [{ id: 'a', pinned: true }], bad: [{ id: 'a' }, { id: 'a', pinned: 1 }, { pinned: true }] },
  'accounts:edit': {
    good: [{ id: 'a' }, { id: 'a', ownName: 'Mine', group: '', tags: ['x'] }],
    bad: [
      {},
      { id: 'a', tags: 'x' },
      { id: 'a', ownName: 'x'.repeat(401) },
      { id: 'a', tags: Array(101).fill('x') },
      { id: 'a', organisation: 'x' },
    ],
  },
  'accounts:move': {
    good: [{ ids: ['a', 'b'], target: 'c', position: 'before' }],
    bad: [{}, { ids: [], target: 'c', position: 'after' }, { ids: ['a'], target: 'c', position: 'on' }, { ids: ['a'], position: 'before' }],
  },
  'accounts:group': {
    good: [{ ids: ['a'], group: '' }],
    bad: [{ ids: ['a'] }, { ids: [], group: 'x' }, { ids: ['a'], group: 'x'.repeat(401) }],
  },
  'accounts:removeMany': {
    good: [{ ids: ['a', 'b'] }, { ids: ['a'], deleteHistory: true }],
    bad: [{}, { ids: [] }, { ids: Array(10_001).fill('a') }, { ids: ['a'], deleteHistory: 'yes' }, { ids: ['a'], all: true }],
  },
  'accounts:mute': {
    good: [
      { id: 'a', span: 'quarter-hour' },
      { id: 'a', span: 'hour' },
      { id: 'a', span: 'tomorrow' },
    ],
    bad: [{ id: 'a' }, { id: 'a', span: 'for ever' }, { id: 'a', span: 900 }, { span: 'hour' }],
  },
  'accounts:endMute': { good: [{ id: 'a' }], bad: [{}, { id: '' }] },
  'accounts:declineMute': { good: [{ id: 'a' }], bad: [undefined, { id: 1 }] },
  'passcodes:copy': { good: [{ id: 'a' }], bad: [null] },
  'settings:change': {
    good: [{}, { theme: 'dark' }, settings],
    bad: [
      { theme: 'pink' },
      { clearClipboardSeconds: 31 },
      { startAtLogin: 'yes' },
      { language: 'xx' },
      { activityRetention: 'never' },
      [],
    ],
  },
  'app:quit': { good: [undefined], bad: [{}] },
  'protection:change': {
    good: [{ changes: {} }, { changes: protection }, { changes: { lock: 'auto' }, pin: '271828' }],
    bad: [
      {},
      { changes: { lock: '2' } },
      { changes: { lock: 5 } },
      { changes: { verifyApprovals: 'no' } },
      { changes: {}, verified: true },
    ],
  },
  'pin:set': {
    good: [{ pin: '271828' }, { pin: 'a good sentence', current: '271828' }],
    bad: [{}, { pin: '' }, { pin: 5 }, { pin: 'x'.repeat(129) }, { pin: '271828', current: null }, { pin: '271828', uv: 'pin' }],
  },
  'pin:remove': { good: [{ current: '271828' }], bad: [{}, undefined, { current: '' }] },
  'lock:now': { good: [undefined], bad: [true] },
  'lock:open': {
    good: [{}, { pin: '271828' }],
    bad: [undefined, { pin: '' }, { verified: true }, { uv: 'touch-id' }, { pin: ['271828'] }],
  },
  'lock:forgotten': { good: [undefined], bad: [{ sure: true }] },
  'capture:allow': { good: [{ allow: true }, { allow: false }], bad: [{}, { allow: 1 }, { allow: true, forMs: 1e9 }] },
  'vault:retry': { good: [undefined], bad: [{}] },
  'vault:startOver': { good: [undefined], bad: [true] },
};

describe('channels', () => {
  it.each(Object.entries(channels))('%s takes its argument and nothing else', (name, schema) => {
    const { good, bad } = samples[name as Channel];
    for (const value of good) expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(true);
    for (const value of bad) expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(false);
  });

  it('drop what a page adds, user verification first of all', () => {
    expect(channels['requests:decide'].parse({ id: 'a', decision: 'approve', uv: 'touch-id', verified: true })).toEqual({
      id: 'a',
      decision: 'approve',
    });
  });

  it('change nothing of the protection by the channel for other settings', () => {
    expect(channels['settings:change'].parse({ theme: 'dark', protection: { lock: 'off' } })).toEqual({ theme: 'dark' });
  });

  it('are named area:verb, and none is the one that main sends on', () => {
    for (const name of Object.keys(channels)) expect(name).toMatch(/^[a-z]+:[a-zA-Z]+$/);
    for (const channel of [VIEW_CHANNEL, PASSCODES_CHANNEL]) expect(channels).not.toHaveProperty(channel);
  });
});

it('settings are complete on disk', () => {
  const complete = { ...settings, protection };
  expect(settingsSchema.parse(complete)).toEqual(complete);
  for (const member of Object.keys(complete)) expect(settingsSchema.safeParse({ ...complete, [member]: undefined }).success).toBe(false);
});

it('error codes are distinct words', () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  for (const code of ERROR_CODES) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});
