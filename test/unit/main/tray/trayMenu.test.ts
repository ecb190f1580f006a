import { describe, expect, it } from 'vitest';
import type { ProtectionView } from '../../../../src/bridge/protection.ts';
import type { AccountView, AppView, RequestView } from '../../../../src/bridge/views.ts';
import { de } from '../../../../src/main/texts/de.ts';
import { en } from '../../../../src/main/texts/en.ts';
import { trayContent } from '../../../../src/main/tray/trayMenu.ts';
import { sampleRequest } from '../support/sampleRequest.ts';

const passcode = { current: '492031', next: '118604', remainingMs: 21_000, periodMs: 30_000 };
const anna: AccountView = {
  id: 'rec-anna',
  organisation: { name: 'Example AG', colour: '#123456' },
  displayName: 'Anna Weber',
  signInName: 'anna@verify.example.com',
  state: 'active',
  pairedAtMs: 0,
  pinned: true,
};
const request: RequestView = { ...sampleRequest, proximity: 'far' };
const online = { issuer: 'https://a', organisation: anna.organisation, connection: 'online' } as const;
const offline = { ...online, connection: 'offline' } as const;

const unprotected: ProtectionView = {
  locked: false,
  waiting: 0,
  lock: 'off',
  verification: { pin: { state: 'none' } },
  canVerify: false,
  managed: { verifyApprovals: false, damaged: false },
};
/** What the view says of everything else while the app is locked. */
const locked = { accounts: [], passcodes: {}, requests: [], verifiers: [] };

function content(
  changes: Partial<Pick<AppView, 'accounts' | 'otpAccounts' | 'order' | 'passcodes' | 'requests' | 'verifiers'>>,
  protection: Partial<ProtectionView> = {},
  texts = en,
) {
  const view = {
    accounts: [],
    otpAccounts: [],
    order: [],
    // Every account has one, but those that count.
    passcodes: Object.fromEntries(
      [...(changes.accounts ?? []), ...(changes.otpAccounts ?? []).filter(({ counted }) => !counted)].map(({ id }) => [id, passcode]),
    ),
    requests: [],
    verifiers: [online],
    ...changes,
    protection: { ...unprotected, ...protection },
  };
  return trayContent(view, texts, texts === en ? 'en' : 'de');
}

const labels = (shown: ReturnType<typeof content>): string[][] => shown.groups.map((lines) => lines.map(({ label }) => label));

describe('trayContent', () => {
  it('tells what waits before all else, then the lock, then the connection', () => {
    expect(content({})).toMatchObject({ state: 'idle', toolTip: 'Deskfob' });
    expect(content({ verifiers: [] }).state).toBe('idle');
    expect(content({ verifiers: [offline] })).toMatchObject({ state: 'offline', toolTip: 'Deskfob: not connected' });
    expect(content({ verifiers: [offline, online] }).state).toBe('idle');
    expect(content(locked, { locked: true })).toMatchObject({ state: 'locked', toolTip: 'Deskfob: locked' });
    expect(content(locked, { locked: true, waiting: 1 })).toMatchObject({
      state: 'waiting',
      toolTip: 'Deskfob: 1 request is waiting',
    });
    expect(content({ requests: [{ ...request, phase: 'sending' }] }).state).toBe('idle');
  });

  it('copies pinned passcodes of ordinary sites, too, but none that counts', () => {
    const site = { id: 'o1', issuer: 'GitHub', label: 'anna', pinned: true };
    const counting = { id: 'o2', issuer: 'Bank', label: '', pinned: true, counted: { code: '755224' } };
    const shown = content({ otpAccounts: [site, { ...site, id: 'o3', pinned: false }, counting, { ...site, id: 'o4', label: '' }] });
    expect(labels(shown)[0]).toHaveLength(2);
    expect(shown.groups[0]).toMatchObject([{ command: { do: 'copy', id: 'o1' } }, { command: { do: 'copy', id: 'o4' } }]);
    expect(labels(shown)[0]?.[0]).toMatch(/GitHub.* · .*anna/);
    expect(labels(shown)[0]?.[1]).not.toMatch(/·/);
  });

  it('lists pinned passcodes of both kinds in the order of the window', () => {
    const site = { id: 'o1', issuer: 'GitHub', label: 'anna', pinned: true };
    const shown = content({ accounts: [anna, { ...anna, id: 'rec-ben' }], otpAccounts: [site], order: ['rec-ben', 'o1', 'rec-anna'] });
    expect(shown.groups[0]?.map(({ command }) => command)).toEqual(['rec-ben', 'o1', 'rec-anna'].map((id) => ({ do: 'copy', id })));
  });

  it('lists open requests, pinned passcodes and the ways in and out', () => {
    const shown = content({ requests: [request], accounts: [anna, { ...anna, id: 'other', pinned: false }] });
    expect(labels(shown)).toEqual([
      ['Sign-in to Payroll · Lagos, Nigeria'],
      ['Copy passcode: Example AG · anna@verify.example.com'],
      ['Open Deskfob'],
      ['Quit Deskfob'],
    ]);
    expect(shown.groups.flat().map(({ command }) => command)).toEqual([
      { do: 'request', id: 'rec-anna.req-1' },
      { do: 'copy', id: 'rec-anna' },
      { do: 'open' },
      { do: 'quit' },
    ]);
    expect(JSON.stringify(shown)).not.toContain(passcode.current);
  });

  it('offers no passcode of an account that has none', () => {
    expect(labels(content({ accounts: [anna], passcodes: {} }))).toEqual([['Open Deskfob'], ['Quit Deskfob']]);
  });

  it('locks where there is something to lock with', () => {
    expect(labels(content({}, { canVerify: true }))).toEqual([['Open Deskfob', 'Lock Deskfob'], ['Quit Deskfob']]);
    expect(labels(content({}, { canVerify: true, locked: true }))).toEqual([['Open Deskfob'], ['Quit Deskfob']]);
  });

  it('says that something waits behind the lock, and no more', () => {
    const shown = content(locked, { locked: true, waiting: 2 });
    expect(labels(shown)).toEqual([['A request is waiting'], ['Open Deskfob'], ['Quit Deskfob']]);
    expect(shown.groups[0]?.[0]?.command).toEqual({ do: 'waiting' });
  });

  it('speaks German, and stays a menu with a hundred pinned accounts', () => {
    const accounts = Array.from({ length: 100 }, (_, index) => ({ ...anna, id: `a${index}` }));
    const shown = content({ accounts }, {}, de);
    expect(shown.groups[0]).toHaveLength(12);
    expect(labels(shown).at(-1)).toEqual(['Deskfob beenden']);
  });
});
