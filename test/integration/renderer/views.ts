import type { ProtectionView } from '../../../src/bridge/protection.ts';
import type { ErrorCode } from '../../../src/bridge/errors.ts';
import type { ImportEntryView } from '../../../src/bridge/importing.ts';
import type { PairingHostView, PairingLineCounts, PairingLineView, PairingListView } from '../../../src/bridge/pairingList.ts';
import type {
  AccountView,
  ActivityView,
  AppView,
  OrganisationView,
  OtpAccountView,
  PasscodeView,
  RequestView,
  VerifierView,
} from '../../../src/bridge/views.ts';
import { picture, png } from '../../harness/qrPictures.ts';

/* Views as main sends them, for the screens under test. */

export const acme: OrganisationView = { name: 'Acme GmbH', colour: '#0b6b5d', support: 'helpdesk@acme.example' };
const globex: OrganisationView = { name: 'Globex', colour: '#2f5bb7' };
const initech: OrganisationView = { name: 'Initech', colour: '#ffd400' };
const umbrella: OrganisationView = { name: 'Umbrella Health Services Central Europe', colour: '#b3266e' };
const cairo: OrganisationView = { name: 'شركة القاهرة', colour: '#7a3fb0' };

const HOUR = 3_600_000;

/** An account and its code, which main tells apart from it. */
type Coded<A> = A & { passcode?: PasscodeView };
type CodedView = Partial<Omit<AppView, 'accounts' | 'otpAccounts' | 'passcodes'>> & {
  accounts?: readonly Coded<AccountView>[];
  otpAccounts?: readonly Coded<OtpAccountView>[];
};

function withoutCode<A extends AccountView | OtpAccountView>({ passcode: _, ...account }: Coded<A>): A {
  return account as unknown as A;
}

export function account(changes: Partial<Coded<AccountView>> = {}): Coded<AccountView> {
  return {
    id: 'account-acme',
    organisation: acme,
    displayName: 'Maria Weber',
    signInName: 'm.weber@acme.example',
    state: 'active',
    pairedAtMs: Date.UTC(2026, 9, 12, 8),
    pinned: false,
    passcode: { current: '492031', next: '118604', remainingMs: 21_000, periodMs: 30_000 },
    ...changes,
  };
}

/** An account that holds no secrets. */
export function withoutPasscode(changes: Partial<AccountView>): AccountView {
  const { passcode: _, ...rest } = account(changes);
  return rest;
}

export const sixAccounts: Coded<AccountView>[] = [
  account(),
  account({
    id: 'a2',
    organisation: globex,
    signInName: 'mweber@login.globex.example',
    passcode: { current: '730518', next: '004411', remainingMs: 12_000, periodMs: 30_000 },
  }),
  account({
    id: 'a3',
    organisation: initech,
    signInName: 'maria@initech.example',
    passcode: { current: '055127', next: '992610', remainingMs: 4_400, periodMs: 30_000 },
  }),
  account({
    id: 'a4',
    organisation: umbrella,
    signInName: 'maria.katharina.weber@identity.umbrella.example',
    passcode: { current: '916240', next: '301177', remainingMs: 17_000, periodMs: 30_000 },
  }),
  account({
    id: 'a5',
    organisation: cairo,
    signInName: 'maria@cairo.example',
    passcode: { current: '384775', next: '559013', remainingMs: 26_000, periodMs: 30_000 },
  }),
  account({ id: 'a6', organisation: { ...globex, name: 'Globex Test' }, signInName: 'test-001@login.globex.example', state: 'waiting' }),
];

export const troubledAccounts: AccountView[] = [
  account({ id: 'w', state: 'waiting' }),
  withoutPasscode({ id: 's', organisation: globex, state: 'suspended', signInName: 'mweber@login.globex.example' }),
  withoutPasscode({ id: 'r', organisation: initech, state: 'removed', signInName: 'maria@initech.example' }),
  withoutPasscode({ id: 'u', organisation: umbrella, state: 'unconfirmed', signInName: 'maria.weber@umbrella.example' }),
  withoutPasscode({ id: 'j', organisation: cairo, state: 'rejected', signInName: 'maria@cairo.example' }),
];

export function verifier(changes: Partial<VerifierView> = {}): VerifierView {
  return {
    issuer: 'https://verify.acme.example',
    organisation: { ...acme, name: 'Acme' },
    connection: 'online',
    clockOffsetMs: 120,
    ...changes,
  };
}

export function request(changes: Partial<RequestView> = {}): RequestView {
  return {
    id: 'request-1',
    accountId: 'account-acme',
    kind: 'sign-in',
    application: 'Acme VPN',
    organisation: acme,
    displayName: 'Maria Weber',
    signInName: 'm.weber@acme.example',
    origin: { address: '102.89.23.7', city: 'Lagos', country: 'NG', latitude: 6.45, longitude: 3.4, client: 'Firefox on Windows' },
    here: { city: 'Berlin', country: 'DE', latitude: 52.5, longitude: 13.4 },
    distanceKm: 5214,
    proximity: 'far',
    match: { type: 'entry', digits: 6 },
    userVerification: 'discouraged',
    askedAtMs: Date.now(),
    remainingMs: 42_400,
    lifetimeMs: 60_000,
    phase: 'open',
    approveInMs: 0,
    ...changes,
  };
}

export const nearRequest = request({
  id: 'request-2',
  application: 'Payroll',
  origin: { address: '93.184.12.9', city: 'Potsdam', country: 'DE', client: 'Chrome on macOS' },
  distanceKm: 27,
  proximity: 'near',
  match: { type: 'choice', options: ['17', '42', '88'] },
  remainingMs: 51_000,
});

export const sameNetworkRequest = request({
  id: 'request-3',
  application: 'Intranet',
  origin: { address: '10.2.3.4', client: 'Edge on Windows' },
  proximity: 'same-address',
  match: { type: 'none' },
  message: 'Quarterly figures are ready for your approval.',
});

/** A request of which nothing is known but that it came. */
export function placelessRequest(): RequestView {
  const { origin: _, here: __, distanceKm: ___, ...rest } = request({ id: 'request-4', proximity: 'unknown' });
  return rest;
}

export const pairingRequest = request({
  id: 'request-5',
  kind: 'pairing',
  application: 'Acme account',
  origin: { address: '93.184.12.9', city: 'Berlin', country: 'DE', client: 'Chrome on Linux' },
  distanceKm: 0,
  proximity: 'same-address',
});

/** One that asks the same as another, a few seconds later. */
/** More than a window has room for. */
export const flood = Array.from({ length: 60 }, (_, turn) =>
  request({
    id: `flood-${turn}`,
    application: `Acme VPN ${(turn % 7) + 1}`,
    askedAtMs: Date.now() + turn * 1_000,
    remainingMs: 40_000 + turn * 300,
  }),
);

export const twinRequest = request({ id: 'request-6', askedAtMs: Date.now() + 4_000, remainingMs: 46_000 });

/** Its application's name has a Cyrillic letter in it. */
export const imitatingRequest = request({ id: 'request-7', application: 'Acme VР\u004e' });

export const fatigued = account({ unexpectedRequests: 3 });
export const muted = account({ mute: { untilMs: Date.now() + 15 * 60_000, isConfirmed: true } });
const muting = account({ mute: { untilMs: Date.now() + 15 * 60_000, isConfirmed: false } });

/** Entries around noon, today and before, so that no time zone moves them to another day. */
export function activity(): ActivityView[] {
  const noon = new Date().setHours(12, 0, 0, 0);
  const entry = (id: string, hoursAgo: number, changes: Partial<ActivityView>): ActivityView => ({
    id,
    atMs: noon - hoursAgo * HOUR,
    type: 'request',
    organisation: 'Acme GmbH',
    subscriber: 'm.weber@acme.example',
    application: 'Acme VPN',
    place: { city: 'Berlin', country: 'DE' },
    ...changes,
  });
  return [
    entry('1', 0, {
      outcome: 'approved',
      decision: 'approve',
      method: { match: 'entry', userVerification: 'pin', by: 'window' },
    }),
    entry('2', 1, { outcome: 'reported', place: { city: 'Lagos', country: 'NG' } }),
    entry('3', 3, { outcome: 'missed', application: 'Payroll' }),
    entry('4', 24, { outcome: 'denied', application: 'Payroll' }),
    entry('5', 25, { outcome: 'mismatch' }),
    entry('6', 26, { outcome: 'elsewhere', decision: 'deny', method: { match: 'none', userVerification: 'none', by: 'notification' } }),
    { id: '7', atMs: noon - 72 * HOUR, type: 'activated', organisation: 'Acme GmbH', subscriber: 'm.weber@acme.example' },
    { id: '8', atMs: noon - 72 * HOUR - 60_000, type: 'paired', organisation: 'Acme GmbH', subscriber: 'm.weber@acme.example' },
    { id: '9', atMs: noon - 400 * 24 * HOUR, type: 'removed', organisation: 'Globex', subscriber: 'mweber@login.globex.example' },
  ];
}

const pinSet = { pin: { state: 'set' } } as const;

/** How the app stands once a PIN is set, or a system's way is there. */
export function protectedBy(changes: Partial<ProtectionView> = {}): ProtectionView {
  return { ...unprotected, lock: '15', verification: pinSet, canVerify: true, ...changes };
}

function lockedBy(changes: Partial<ProtectionView> = {}): AppView {
  return appView({ accounts: [], verifiers: [], activity: [], protection: protectedBy({ locked: true, ...changes }) });
}

export const unprotected: ProtectionView = {
  locked: false,
  waiting: 0,
  canVerify: false,
  lock: 'off',
  verification: { pin: { state: 'none' } },
  managed: { verifyApprovals: false, damaged: false },
};

export const otpAccounts: Coded<OtpAccountView>[] = [
  {
    id: 'o1',
    issuer: 'GitHub',
    label: 'anna@example.com',
    pinned: true,
    passcode: { current: '287082', next: '359152', remainingMs: 21_000, periodMs: 30_000 },
  },
  {
    id: 'o2',
    issuer: 'Steam',
    label: 'anna',
    group: 'Games',
    pinned: false,
    passcode: { current: 'K7QF9', next: 'M2X4T', remainingMs: 4_000, periodMs: 30_000 },
  },
  { id: 'o3', issuer: '', label: 'old-router', pinned: false, counted: { code: undefined } },
  { id: 'o4', issuer: 'Bank', label: 'AT12 3456', pinned: false, counted: { code: '75522443' } },
];

/** As somebody has arranged them who has test accounts and a few of their own. */
export function arrangedView(changes: CodedView = {}): AppView {
  const accounts = sixAccounts.map((each, index) => ({
    ...each,
    pinned: index === 1,
    ...(index === 1 && { ownName: 'Administrator', group: 'Work', tags: ['vpn', 'on call'] }),
    ...((index === 2 || index === 5) && { group: 'Tests for the help desk' }),
  }));
  const sites = otpAccounts.map((each) => ({ ...each, pinned: false, ...(each.id === 'o1' && { group: 'Work', tags: ['code'] }) }));
  return appView({ accounts, otpAccounts: sites, order: ['a2', 'o1', 'account-acme', 'o4', 'a3'], ...changes });
}

/** Everything in one organisation and on many sites, as a help desk has it. */
export function manyAccounts(count: number): Coded<AccountView>[] {
  return Array.from({ length: count }, (_, n) =>
    account({ id: `test-${n}`, signInName: `test-${n + 1}@acme.example`, ...(n % 3 === 0 && { group: 'Shift A' }) }),
  );
}

export function manyOtpAccounts(count: number): Coded<OtpAccountView>[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `many-${n}`,
    issuer: `Site ${n + 1}`,
    label: `test.account.${n + 1}@example.com`,
    group: n % 2 === 0 ? 'Tests' : 'Staging',
    pinned: false,
    passcode: { current: String(100_000 + n), next: String(200_000 + n), remainingMs: 17_000, periodMs: 30_000 },
  }));
}

export const importEntries: ImportEntryView[] = [
  { name: 'GitHub – anna@example.com', fate: 'new' },
  { name: 'A very long name of a site that does not fit – and.a.long.sign.in.name@verify.example.com', group: 'Work', fate: 'new' },
  { name: 'Bank – AT12 3456', fate: 'new' },
  { name: 'Steam – anna', fate: 'duplicate' },
  { name: '', fate: 'secret-invalid' },
  { name: 'Yandex – anna', fate: 'type-unsupported' },
];

export const pairingLines: PairingLineView[] = [
  { number: 1, name: 'test.1@verify.example.com', host: 'verify.example.com', state: 'paired' },
  { number: 2, name: 'a.very.long.name.of.a.test.account.that.does.not.fit.into.a.line', host: 'verify.example.com', state: 'paired' },
  { number: 3, name: 'test.3', host: 'verify.example.com', state: 'pairing' },
  { number: 4, name: '', host: 'verify.example.com', state: 'waiting' },
  { number: 5, name: 'test.5', host: 'verify.example.com', state: 'failed', error: 'pairing-refused' },
  { number: 6, name: 'test.6', host: '', state: 'failed', error: 'line-unknown' },
  { number: 7, name: 'test.7', host: 'verify.example.com', state: 'duplicate' },
];

function counts(changes: Partial<PairingLineCounts>): PairingLineCounts {
  return { waiting: 0, pairing: 0, paired: 0, failed: 0, duplicate: 0, ...changes };
}

function listHost(changes: Partial<PairingHostView>): PairingHostView {
  return { host: 'verify.example.com', lines: 5, pinned: false, insecure: false, ...changes };
}

export function appView({ accounts = [account()], otpAccounts: sites = [], ...changes }: CodedView = {}): AppView {
  return {
    vault: { state: 'open' },
    accounts: accounts.map(withoutCode),
    otpAccounts: sites.map(withoutCode),
    order: [],
    passcodes: Object.fromEntries([...accounts, ...sites].flatMap(({ id, passcode }) => (passcode === undefined ? [] : [[id, passcode]]))),
    removedOtp: 0,
    importing: { step: 'none' },
    requests: [],
    verifiers: [verifier()],
    pairing: { step: 'none' },
    pairingList: { step: 'none' },
    activity: activity(),
    activityRevision: 1,
    settings: {
      theme: 'system',
      language: 'system',
      startAtLogin: true,
      notifications: true,
      clearClipboardSeconds: 30,
      hideCodes: false,
      activityRetention: 'forever',
      protection: { lock: 'auto', systemVerification: true, verifyApprovals: false },
    },
    app: { version: '0.1.0', platform: 'linux', trayAvailable: true, notifications: 'working', locale: 'en-GB' },
    protection: unprotected,
    ...changes,
  };
}

function withApp(changes: Partial<AppView['app']>): AppView {
  return appView({ app: { ...appView().app, ...changes } });
}

export interface Screen {
  page: 'index' | 'approval';
  view: AppView;
  /** In English, as what is pressed. */
  tab?: string;
  press?: string[];
  /** What main answers when it is asked for the screens. */
  screens?: ShownScreens;
  /** In English: appears once all is there. */
  until?: string;
}

/** Pictures of screens as Base64, or why there are none. */
export type ShownScreens = readonly { name: string; png: string }[] | { error: ErrorCode };

/** The screens of the gallery, each of which must also pass axe. */
export function screens(): Record<string, Screen> {
  const pairingList = (list: PairingListView, changes: CodedView = {}): Screen => ({
    page: 'index',
    view: appView({ pairingList: list, ...changes }),
  });
  const failed = (error: Extract<AppView['vault'], { state: 'failed' }>['error']): AppView =>
    appView({
      vault: {
        state: 'failed',
        error,
        accounts: [
          { organisation: 'Acme GmbH', subscriber: 'm.weber' },
          { organisation: 'Globex', subscriber: 'mweber' },
        ],
      },
    });
  const approval = (...requests: RequestView[]) => ({ page: 'approval' as const, view: appView({ requests }) });
  const pairing = (step: AppView['pairing'], changes: CodedView = {}) => ({
    page: 'index' as const,
    view: appView({ pairing: step, ...changes }),
  });
  const scanning = (shownScreens: ShownScreens) => ({
    page: 'index' as const,
    view: appView(),
    press: ['Add account', 'Screen', 'Scan the screen'],
    screens: shownScreens,
  });
  const shown = (...texts: string[]): string => png(picture(texts, { dot: 4, width: 1280, height: 720 })).toString('base64');
  const importing = (step: AppView['importing']) => ({ page: 'index' as const, view: appView({ importing: step }) });
  const host = 'verify.acme.example';
  const fingerprint = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
  const settled = (outcome: NonNullable<RequestView['outcome']>) => approval(request({ phase: 'settled', outcome, remainingMs: 0 }));
  return {
    opening: { page: 'index', view: appView({ vault: { state: 'opening' } }) },
    welcome: { page: 'index', view: appView({ accounts: [], verifiers: [], activity: [] }) },
    accounts: { page: 'index', view: appView({ accounts: sixAccounts, requests: [request(), nearRequest] }) },
    'accounts-pinned': {
      page: 'index',
      view: appView({ accounts: sixAccounts.map((each, index) => ({ ...each, pinned: index < 2 })) }),
    },
    'account-menu': {
      page: 'index',
      view: appView({ accounts: [account({ pinned: true })] }),
      press: ['Options for Acme GmbH, m.weber@acme.example'],
      until: 'Edit',
    },
    'accounts-one': { page: 'index', view: appView() },
    'accounts-hidden': { page: 'index', view: appView({ accounts: sixAccounts, settings: { ...appView().settings, hideCodes: true } }) },
    'accounts-troubled': {
      page: 'index',
      view: appView({
        accounts: troubledAccounts,
        verifiers: [
          verifier({ clockOffsetMs: 600_000 }),
          verifier({ issuer: 'https://g', organisation: globex, connection: 'offline', problem: 'verifier-unreachable' }),
        ],
      }),
    },
    'account-remove': { page: 'index', view: appView(), press: ['Options for Acme GmbH, m.weber@acme.example', 'Remove'] },
    'otp-accounts': { page: 'index', view: appView({ accounts: [account()], otpAccounts, removedOtp: 2 }) },
    'accounts-arranged': { page: 'index', view: arrangedView() },
    'accounts-select': { page: 'index', view: arrangedView(), press: ['Options for Globex, mweber@login.globex.example', 'Select'] },
    'accounts-select-many': {
      page: 'index',
      view: appView({ accounts: manyAccounts(300), otpAccounts: manyOtpAccounts(300) }),
      press: ['Select and sort accounts'],
    },
    'accounts-remove-many': {
      page: 'index',
      view: arrangedView({ accounts: [...arrangedView().accounts, ...troubledAccounts] }),
      press: ['Select and sort accounts', 'Select all', 'Remove'],
    },
    'accounts-group-many': { page: 'index', view: arrangedView(), press: ['Select and sort accounts', 'Select all', 'Move to group…'] },
    'accounts-export-some': { page: 'index', view: arrangedView(), press: ['Select and sort accounts', 'Select all', 'Export…'] },
    'account-edit': { page: 'index', view: arrangedView(), press: ['Options for Globex, mweber@login.globex.example', 'Edit'] },
    'accounts-many': { page: 'index', view: appView({ accounts: sixAccounts, otpAccounts: manyOtpAccounts(1000) }) },
    'otp-menu': {
      page: 'index',
      view: appView({ accounts: [], verifiers: [], otpAccounts }),
      press: ['Options for GitHub, anna@example.com'],
      until: 'Edit',
    },
    'otp-edit': {
      page: 'index',
      view: appView({ accounts: [], verifiers: [], otpAccounts }),
      press: ['Options for GitHub, anna@example.com', 'Edit'],
    },
    'export-accounts': { page: 'index', view: appView({ otpAccounts }), tab: 'Settings', press: ['Save accounts to a file…'] },
    'scan-camera': { page: 'index', view: appView(), press: ['Add account', 'Camera'] },
    'scan-screen': { page: 'index', view: appView(), press: ['Add account', 'Screen'] },
    'scan-screen-denied': { ...scanning({ error: 'screen-unavailable' }), until: 'Your system gave no picture of the screen' },
    'scan-screen-none': { ...scanning([{ name: 'Built-in', png: shown() }]), until: 'No QR code found on the screens' },
    'choose-codes': {
      ...scanning([
        {
          name: 'DELL U2720Q',
          png: shown(
            'deskfob://pair?issuer=https%3A%2F%2Fverify.acme.example&key=K7QF9M2X4T8WK7QF9M2X4T8W12',
            'otpauth://totp/GitHub:anna@example.com?secret=JBSWY3DPEHPK3PXP&issuer=GitHub',
          ),
        },
        {
          name: 'Built-in display',
          png: shown(
            'deskfob://pair?issuer=https%3A%2F%2Fverify.globex.example%3A8443&key=K7QF9M2X4T8WK7QF9M2X4T8W12',
            'otpauth://totp/Bank:AT12%203456?secret=JBSWY3DPEHPK3PXP&issuer=Bank',
            // Part 2 of 3, without accounts.
            'otpauth-migration://offline?data=EAEYAyABKAc%3D',
          ),
        },
      ]),
      until: 'Several codes were found. Choose the one that you want to add.',
    },
    'scan-image': { page: 'index', view: appView(), press: ['Add account', 'Image'] },
    'otp-code': {
      page: 'index',
      view: appView({ accounts: [], verifiers: [], otpAccounts }),
      press: ['Options for GitHub, anna@example.com', 'Show QR code…'],
    },
    'import-file': { page: 'index', view: appView(), press: ['Add account', 'File'] },
    'import-reading': importing({ step: 'reading' }),
    'import-collecting': importing({ step: 'collecting', have: 2, of: 3 }),
    'import-password': importing({ step: 'password', format: 'aegis', wrong: true }),
    'import-preview': importing({ step: 'preview', format: 'aegis', counts: { new: 3, duplicate: 1, problem: 2 } }),
    'import-restored': importing({
      step: 'done',
      imported: 3,
      counts: { new: 3, duplicate: 0, problem: 2 },
      pairAgain: ['Acme GmbH – anna@verify.acme.example', 'Northwind Traders – a.very.long.name@verify.northwind-traders.example'],
    }),
    'import-nothing': importing({ step: 'preview', format: 'otpauth', counts: { new: 0, duplicate: 6, problem: 0 } }),
    'import-done': importing({ step: 'done', imported: 3, counts: { new: 3, duplicate: 1, problem: 2 }, pairAgain: [] }),
    'import-failed': importing({ step: 'failed', error: 'file-damaged' }),
    activity: { page: 'index', view: appView(), tab: 'Activity' },
    'activity-empty': { page: 'index', view: appView({ activity: [] }), tab: 'Activity' },
    settings: { page: 'index', view: appView(), tab: 'Settings' },
    'settings-silenced': { page: 'index', view: withApp({ notifications: 'silenced' }), tab: 'Settings' },
    'settings-without-desktop': { page: 'index', view: withApp({ notifications: 'missing', trayAvailable: false }), tab: 'Settings' },
    'settings-protected': {
      page: 'index',
      view: appView({
        protection: protectedBy({ verification: { ...pinSet, system: { method: 'windows-hello' } }, captureAllowedMs: 1_205_000 }),
        app: { ...appView().app, platform: 'windows' },
      }),
      tab: 'Settings',
    },
    'settings-managed': {
      page: 'index',
      view: appView({
        protection: protectedBy({
          lock: '5',
          managed: { verifyApprovals: true, lock: '5', damaged: true },
          verification: { pin: { state: 'none' }, system: { method: 'polkit', unavailable: 'unsupported' } },
          canVerify: false,
        }),
      }),
      tab: 'Settings',
    },
    'pin-set': { page: 'index', view: appView(), tab: 'Settings', press: ['Set PIN'] },
    'pin-change': { page: 'index', view: appView({ protection: protectedBy() }), tab: 'Settings', press: ['Change PIN'] },
    'pin-remove': { page: 'index', view: appView({ protection: protectedBy() }), tab: 'Settings', press: ['Remove PIN'] },
    locked: { page: 'index', view: lockedBy({ waiting: 2 }) },
    'locked-both': { page: 'index', view: lockedBy({ verification: { ...pinSet, system: { method: 'touch-id' } } }) },
    'locked-system': { page: 'index', view: lockedBy({ verification: { pin: { state: 'none' }, system: { method: 'windows-hello' } } }) },
    'locked-waiting': { page: 'index', view: lockedBy({ verification: { pin: { state: 'set', waitMs: 290_000 } } }) },
    'locked-blocked': { page: 'index', view: lockedBy({ verification: { pin: { state: 'blocked' } } }) },
    'locked-forgotten': { page: 'index', view: lockedBy(), press: ['Forgotten your PIN?'] },
    'approval-locked': { page: 'approval', view: lockedBy({ waiting: 1 }) },
    'add-link': { page: 'index', view: appView(), press: ['Add account'] },
    'add-name': { page: 'index', view: appView(), press: ['Add account', 'Name and key'] },
    'pairing-confirm': pairing({ step: 'confirm', host, signInName: 'm.weber@acme.example', pinned: false, insecure: false, already: [] }),
    'pairing-confirm-pinned': pairing({ step: 'confirm', host: '127.0.0.1:4310', pinned: true, fingerprint, insecure: true, already: [] }),
    'pairing-confirm-again': pairing({
      step: 'confirm',
      host,
      pinned: true,
      fingerprint,
      insecure: false,
      already: ['m.weber@acme.example', 'test.1@acme.example', 'test.2@acme.example', 'test.3@acme.example'],
    }),
    'pairing-contacting': pairing({ step: 'contacting', host }),
    'pairing-fingerprint': pairing({ step: 'fingerprint', host, organisation: acme, fingerprint }),
    'pairing-paired': pairing(
      {
        step: 'paired',
        accountId: 'account-acme',
        organisation: acme,
        displayName: 'Maria Weber',
        replaced: [{ organisation: 'Acme GmbH', subscriber: 'm.weber', pairedAtMs: Date.UTC(2026, 2, 3) }],
      },
      { accounts: [account({ state: 'waiting' })] },
    ),
    'pairing-ready': pairing({ step: 'paired', accountId: 'account-acme', organisation: acme, displayName: 'Maria Weber', replaced: [] }),
    'pairing-failed': pairing({ step: 'failed', host, error: 'pairing-refused', retry: false }),
    'pairing-interrupted': pairing({ step: 'failed', host, error: 'pairing-interrupted', retry: true }),
    'list-review': pairingList({
      step: 'review',
      counts: counts({ waiting: 5, duplicate: 1, failed: 2 }),
      hosts: [listHost({ pinned: true, fingerprint })],
    }),
    'list-compare': pairingList({ step: 'compare', counts: counts({ waiting: 8 }), hosts: [listHost({ fingerprint })] }),
    'list-running': pairingList({
      step: 'running',
      counts: counts({ paired: 2, pairing: 2, waiting: 1, failed: 2, duplicate: 1 }),
      stopping: false,
      throttled: true,
    }),
    'list-stopped': pairingList({ step: 'stopped', counts: counts({ paired: 4, waiting: 4 }), problem: 'verifier-unreachable' }),
    'list-done': pairingList(
      { step: 'done', counts: counts({ paired: 5, failed: 2, duplicate: 1 }) },
      { accounts: [account({ state: 'waiting' })] },
    ),
    'vault-locked': { page: 'index', view: failed('vault-locked') },
    'vault-absent': { page: 'index', view: failed('vault-absent') },
    'vault-key-missing': { page: 'index', view: failed('vault-key-missing') },
    'vault-wrong-key': { page: 'index', view: failed('vault-wrong-key') },
    'vault-corrupt': { page: 'index', view: failed('vault-corrupt') },
    'vault-too-new': { page: 'index', view: failed('vault-too-new') },
    'vault-io': { page: 'index', view: failed('vault-io') },
    'vault-start-over': { page: 'index', view: failed('vault-key-missing'), press: ['Start over…'] },
    'vault-start-over-sure': { page: 'index', view: failed('vault-key-missing'), press: ['Start over…', 'Go on…'] },
    'approval-far': approval(request()),
    'approval-choice': approval(nearRequest),
    'approval-none': approval(sameNetworkRequest),
    'approval-placeless': approval(placelessRequest()),
    'approval-pairing': approval(pairingRequest),
    'approval-several': approval(request(), nearRequest, sameNetworkRequest),
    'approval-flood': approval(...flood),
    'accounts-flood': { page: 'index', view: appView({ requests: flood }) },
    'approval-sending': approval(request({ phase: 'sending', decision: 'approve' })),
    'approval-approved': settled('approved'),
    'approval-mismatch': settled('mismatch'),
    'approval-reported': settled('reported'),
    'approval-missed': settled('missed'),
    'approval-unknown': settled('unknown'),
    'approval-twins': approval(request(), twinRequest),
    'approval-imitating': approval(imitatingRequest),
    'approval-fatigue': { page: 'approval', view: appView({ requests: [request()], accounts: [fatigued] }) },
    'approval-fatigue-denied': {
      page: 'approval',
      view: appView({ requests: [request({ phase: 'settled', outcome: 'denied', remainingMs: 0 })], accounts: [fatigued] }),
    },
    'approval-mute': { page: 'approval', view: appView({ accounts: [fatigued] }) },
    'approval-muted': { page: 'approval', view: appView({ accounts: [muted] }) },
    'accounts-fatigue': { page: 'index', view: appView({ accounts: [fatigued] }) },
    'accounts-muted': { page: 'index', view: appView({ accounts: [muted] }) },
    'accounts-muting': { page: 'index', view: appView({ accounts: [muting] }) },
    'approval-idle': approval(),
  };
}
