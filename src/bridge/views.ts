import type { ActivityView } from './activity.ts';
import type { OUTCOMES } from './activityNames.ts';
import type { ErrorCode } from './errors.ts';
import type { ImportView } from './importing.ts';
import type { PairingListView } from './pairingList.ts';
import type { ProtectionView } from './protection.ts';
import type { Settings } from './settings.ts';

/*
 * What the renderer sees. Views are complete snapshots that main sends whole, and passcodes once more by themselves when time
 * has changed them; the renderer keeps no truth of its own.
 * No seed, private key or vault key is in any of them. Durations are milliseconds left at the moment of sending, so
 * that a wrong clock on this computer cannot bend a countdown.
 */

export interface AppView {
  vault: { state: 'opening' } | { state: 'open' } | { state: 'failed'; error: ErrorCode; accounts: AccountName[] };
  accounts: AccountView[];
  /** Accounts of ordinary sites. */
  otpAccounts: OtpAccountView[];
  /** The ids of all accounts of both kinds as they are shown: pinned ones first, else in the person's order. */
  order: string[];
  /** The codes of this moment; new ones alone come without a new view. */
  passcodes: PasscodeViews;
  /** So many were removed just now and can be brought back. */
  removedOtp: number;
  importing: ImportView;
  /** Open first, newest first; then those whose outcome is still shown. */
  requests: RequestView[];
  /** The request that the approval window was last asked to show; it turns to it once, when this changes. */
  shownRequestId?: string;
  verifiers: VerifierView[];
  pairing: PairingView;
  pairingList: PairingListView;
  /** The newest few lines of the history, newest first; all of it is asked for by `activity:query`. */
  activity: ActivityView[];
  /** Changes with every change of the history. */
  activityRevision: number;
  settings: Settings;
  protection: ProtectionView;
  app: {
    version: string;
    platform: 'windows' | 'macos' | 'linux';
    trayAvailable: boolean;
    notifications: NotificationsView;
    locale: string;
  };
}

/**
 * Whether the system's notifications get through. `silenced`: do not disturb is on; `refused`: the system does not let this
 * app show any; `missing`: nobody is there who would show them.
 */
export type NotificationsView = 'working' | 'silenced' | 'refused' | 'missing';

/** What is known of an account without the vault: its names only. */
export interface AccountName {
  organisation: string;
  subscriber: string;
}

export interface OrganisationView {
  name: string;
  /** `#rrggbb` */
  colour: string;
  support?: string;
}

/**
 * `waiting`: paired, not yet confirmed. `suspended`: the organisation has paused it. The rest are dead and can be paired again:
 * `removed` and `unconfirmed` hold no secret any more; `rejected` is one that the organisation says it does not know.
 */
export type AccountState = 'waiting' | 'active' | 'suspended' | 'removed' | 'unconfirmed' | 'rejected';

export interface AccountView {
  id: string;
  organisation: OrganisationView;
  /** `Anna Weber` */
  displayName: string;
  /** `anna@verify.example.com` */
  signInName: string;
  state: AccountState;
  /** Milliseconds since the epoch. */
  pairedAtMs: number;
  /** First in the list, and in the tray's menu. */
  pinned: boolean;
  /** The person's own, shown beside the organisation's name and never in its place. */
  ownName?: string;
  group?: string;
  tags?: string[];
  /** No sign-in requests for now. */
  mute?: MuteView;
  /** So many unexpected requests came lately that a mute is offered. */
  unexpectedRequests?: number;
}

export interface OtpAccountView {
  id: string;
  /** Whose account it is; may be empty. */
  issuer: string;
  /** `anna@example.com`; may be empty. */
  label: string;
  group?: string;
  tags?: string[];
  pinned: boolean;
  /** Of an account that counts: the code that was asked for last, if any since the app was unlocked. */
  counted?: { code: string | undefined };
}

export interface MuteView {
  /** By this computer's clock, ms since the epoch. */
  untilMs: number;
  /** The verifier has said so itself; until then only this computer keeps silent. */
  isConfirmed: boolean;
}

/** By account id; of an account that counts, or holds no secret any more, there is none. */
export type PasscodeViews = Record<string, PasscodeView>;

export interface PasscodeView {
  current: string;
  next: string;
  /** How long `current` stays the current one. */
  remainingMs: number;
  periodMs: number;
}

export interface VerifierView {
  issuer: string;
  organisation: OrganisationView;
  connection: 'connecting' | 'online' | 'offline';
  /** Why it is offline, when known. */
  problem?: ErrorCode;
  /** Verifier's time minus this computer's, in ms; absent until a signed reply told it. */
  clockOffsetMs?: number;
}

export interface PlaceView {
  address?: string | undefined;
  city?: string | undefined;
  region?: string | undefined;
  country?: string | undefined;
  latitude?: number | undefined;
  longitude?: number | undefined;
}

export type MatchView = { type: 'entry'; digits: number } | { type: 'choice'; options: string[] } | { type: 'none' };

/**
 * The verifier's word, or this computer's own. `missed`: nobody decided here in time. `unknown`: the verifier does not know
 * the request that was decided here.
 */
export type OutcomeView = (typeof OUTCOMES)[number];

export interface RequestView {
  id: string;
  accountId: string;
  kind: 'sign-in' | 'pairing';
  application: string;
  organisation: OrganisationView;
  displayName: string;
  signInName: string;
  message?: string;
  origin?: PlaceView & { client?: string | undefined };
  here?: PlaceView;
  distanceKm?: number;
  proximity: 'same-address' | 'near' | 'far' | 'unknown';
  match: MatchView;
  userVerification: 'discouraged' | 'preferred' | 'required';
  askedAtMs: number;
  remainingMs: number;
  lifetimeMs: number;
  /** `sending`: decided here, the verifier has not spoken yet. `settled`: by the verifier's signed word. */
  phase: 'open' | 'sending' | 'settled';
  decision?: 'approve' | 'deny' | 'report';
  outcome?: OutcomeView;
  /** The operating system is asking the person right now whether it is them. */
  verifying?: true;
  /** Approve is refused by main for this long still; absent before the request was displayed. */
  approveInMs?: number;
}

/** Where the one pairing of the moment stands. */
export type PairingView =
  | { step: 'none' }
  /** Nothing has been sent yet: the person confirms the host first. */
  | {
      step: 'confirm';
      host: string;
      signInName?: string;
      /** The verifier's identity is known beforehand. */ pinned: boolean;
      fingerprint?: string;
      insecure: boolean;
      /** Sign-in names of living accounts that would get another one beside them. */
      already: string[];
    }
  | { step: 'contacting'; host: string }
  /** The link carried no thumbprint: the person compares it or trusts the connection. */
  | { step: 'fingerprint'; host: string; organisation: OrganisationView; fingerprint: string }
  | {
      step: 'paired';
      accountId: string;
      organisation: OrganisationView;
      displayName: string;
      /** Dead entries that this pairing took the place of. */ replaced: ReplacedView[];
    }
  | { step: 'failed'; host: string; error: ErrorCode; /** Trying again uses the same key safely. */ retry: boolean };

export interface ReplacedView extends AccountName {
  pairedAtMs: number;
}

export type { ActivityView };
