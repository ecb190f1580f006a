import { describe, expect, it } from 'vitest';
import { channels, type Channel, VIEW_CHANNEL } from '../../../src/bridge/channels.ts';
import { ERROR_CODES } from '../../../src/bridge/errors.ts';
import { settingsSchema } from '../../../src/bridge/settings.ts';

const settings = { theme: 'system', language: 'en', startAtLogin: false, notifications: true, clearClipboardSeconds: 30, hideCodes: false };

const samples: Record<Channel, { good: readonly unknown[]; bad: readonly unknown[] }> = {
  'app:view': { good: [undefined], bad: [{}, null, 'x'] },
  'pairing:openLink': { good: [{ link: 'anything, main decides' }], bad: [undefined, {}, { link: 5 }, { link: 'x'.repeat(4097) }] },
  'pairing:openName': {
    good: [{ signInName: 'a@b', key: 'K' }],
    bad: [{ signInName: 'a@b' }, { key: 'K' }, { signInName: 'x'.repeat(513), key: '' }, { signInName: '', key: 'x'.repeat(257) }],
  },
  'pairing:confirm': { good: [undefined], bad: [true] },
  'pairing:cancel': { good: [undefined], bad: [0] },
  'requests:displayed': { good: [{ id: 'a' }], bad: [{}, { id: '' }, { id: 'x'.repeat(161) }, 'a'] },
  'requests:decide': {
    good: [
      { id: 'a', decision: 'approve', number: '042917' },
      { id: 'a', decision: 'approve', number: '7' },
      { id: 'a', decision: 'deny' },
      { id: 'a', decision: 'report' },
    ],
    bad: [
      { id: 'a' },
      { id: 'a', decision: 'yes' },
      { id: 'a', decision: 'approve', number: 42 },
      { id: 'a', decision: 'approve', number: '1234567' },
      { id: 'a', decision: 'approve', number: '' },
      { id: 'a', decision: 'approve', number: '12\n' },
    ],
  },
  'requests:show': { good: [{ id: 'a' }], bad: [undefined, { id: ['a'] }] },
  'accounts:remove': { good: [{ id: 'a' }], bad: [{ id: 1 }] },
  'passcodes:copy': { good: [{ id: 'a' }], bad: [null] },
  'settings:change': {
    good: [{}, { theme: 'dark' }, settings],
    bad: [{ theme: 'pink' }, { clearClipboardSeconds: 31 }, { startAtLogin: 'yes' }, { language: 'xx' }, []],
  },
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

  it('are named area:verb, and none is the one that main sends on', () => {
    for (const name of Object.keys(channels)) expect(name).toMatch(/^[a-z]+:[a-zA-Z]+$/);
    expect(channels).not.toHaveProperty(VIEW_CHANNEL);
  });
});

it('settings are complete on disk', () => {
  expect(settingsSchema.parse(settings)).toEqual(settings);
  for (const member of Object.keys(settings)) expect(settingsSchema.safeParse({ ...settings, [member]: undefined }).success).toBe(false);
});

it('error codes are distinct words', () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  for (const code of ERROR_CODES) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});
