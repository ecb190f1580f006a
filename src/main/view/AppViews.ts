import type { AppView, PasscodeViews, RequestView } from '../../bridge/views.ts';
import { passcodeSecretsOf, signInNameOf } from '../accounts/Account.ts';
import type { ActivityLog } from '../activity/ActivityLog.ts';
import { activityView } from '../activity/activityView.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Arrangement } from '../arrangement/Arrangement.ts';
import { inOrder } from '../arrangement/order.ts';
import { shownOrder } from '../arrangement/shownOrder.ts';
import type { Channels } from '../channel/Channels.ts';
import type { MuteOffers } from '../mutes/MuteOffers.ts';
import type { Mutes } from '../mutes/Mutes.ts';
import type { OtpAccounts } from '../otp/OtpAccounts.ts';
import type { OtpCodes } from '../otp/OtpCodes.ts';
import type { RemovedOtp } from '../otp/RemovedOtp.ts';
import type { PairingList } from '../pairing/list/PairingList.ts';
import type { PairingFlow } from '../pairing/PairingFlow.ts';
import { passcodeOf } from '../passcodes/passcodeOf.ts';
import type { DisplayClock } from '../requests/DisplayClock.ts';
import type { HeldRequest } from '../requests/HeldRequest.ts';
import type { Capture } from '../lock/Capture.ts';
import type { Lock } from '../lock/Lock.ts';
import type { Protection } from '../lock/Protection.ts';
import type { Inbox } from '../requests/Inbox.ts';
import type { SettingsService } from '../settings/Settings.ts';
import type { Clock } from '../time/Clock.ts';
import type { CorrectedClocks } from '../time/CorrectedClocks.ts';
import type { Importer } from '../transfer/Importer.ts';
import type { VaultState } from '../vault/VaultState.ts';
import type { Verifiers } from '../verifiers/Verifiers.ts';
import { otpAccountView } from './otpAccountView.ts';
import { accountView } from './accountView.ts';
import { namedOrganisation, organisationView } from './organisationView.ts';
import { requestView } from './requestView.ts';

/** How many lines of the history are in a view. */
const LINES_IN_VIEW = 20;
/** No timer runs for longer than 24.8 days. */
const LONGEST_WAIT_MS = 3_600_000;

/** How long the outcome of a request stays in view. */
export const OUTCOME_SHOWN_MS = 4_000;

export interface AppViewParts {
  accounts: Accounts;
  otpAccounts: OtpAccounts;
  arrangement: Arrangement;
  otpCodes: OtpCodes;
  removedOtp: RemovedOtp;
  importer: Importer;
  verifiers: Verifiers;
  channels: Channels;
  inbox: Inbox;
  activity: ActivityLog;
  displayClock: DisplayClock;
  mutes: Mutes;
  muteOffers: MuteOffers;
  pairing: PairingFlow;
  pairingList: PairingList;
  settings: SettingsService;
  clocks: CorrectedClocks;
  clock: Clock;
  lock: Lock;
  protection: Protection;
  capture: Capture;
  vaultState(): VaultState;
  app(): AppView['app'];
}

/** Draws the one complete snapshot that every window shows. */
export class AppViews {
  readonly #parts: AppViewParts;

  constructor(parts: AppViewParts) {
    this.#parts = parts;
  }

  current(): AppView {
    const { settings, pairing, activity, displayClock } = this.#parts;
    const vault = this.#parts.vaultState();
    const isOpen = this.#isOpen();
    const order = isOpen ? shownOrder(this.#parts) : [];
    return {
      vault: vault.state === 'failed' ? { ...vault, accounts: settings.accountNames() } : vault,
      accounts: isOpen ? inOrder(this.#accounts(), ({ id }) => id, order) : [],
      otpAccounts: isOpen ? inOrder(this.#otpAccounts(), ({ id }) => id, order) : [],
      order,
      passcodes: this.passcodes(),
      removedOtp: isOpen ? this.#parts.removedOtp.count : 0,
      importing: isOpen ? this.#parts.importer.view() : { step: 'none' },
      requests: isOpen ? this.#requests() : [],
      ...(isOpen && displayClock.wanted !== undefined && { shownRequestId: displayClock.wanted }),
      verifiers: isOpen ? this.#verifiers() : [],
      pairingList: isOpen ? this.#parts.pairingList.view() : { step: 'none' },
      pairing: this.#parts.lock.isLocked() ? { step: 'none' } : pairing.view(),
      activity: isOpen ? activity.lines().slice(0, LINES_IN_VIEW).map(activityView) : [],
      activityRevision: activity.revision,
      settings: settings.current(),
      protection: this.#protection(),
      app: this.#parts.app(),
    };
  }

  /** The codes alone: they change twice a minute, and little else does. */
  passcodes(): PasscodeViews {
    if (!this.#isOpen()) return {};
    const { accounts, otpAccounts, otpCodes, clocks } = this.#parts;
    const passcodes: PasscodeViews = {};
    for (const account of accounts.all()) {
      const secrets = passcodeSecretsOf(account);
      if (secrets !== undefined) passcodes[account.recordId] = passcodeOf(secrets, clocks.of(account.issuer).nowMs());
    }
    const agreedMs = clocks.agreedMs();
    for (const account of otpAccounts.all()) {
      const passcode = otpCodes.timed(account, agreedMs);
      if (passcode !== undefined) passcodes[account.id] = passcode;
    }
    return passcodes;
  }

  /** One request alone: what a notification says must not wait for every passcode to be computed. */
  request(id: string): RequestView | undefined {
    const held = this.#parts.inbox.find(id);
    return held === undefined ? undefined : this.#request(held);
  }

  /** Ms until time alone changes the view that was drawn just now: a mute, the offer of one, a wait or an outcome in it is over. */
  nextChangeMs({ accounts }: AppView): number | undefined {
    const waits: number[] = [];
    for (const { mute } of accounts)
      if (mute !== undefined) waits.push(Math.min(mute.untilMs - this.#parts.clock.nowMs(), LONGEST_WAIT_MS));
    const hasOffers = accounts.some(({ unexpectedRequests }) => unexpectedRequests !== undefined);
    const offers = hasOffers ? this.#parts.muteOffers.current().values() : [];
    for (const { untilMs } of offers) waits.push(untilMs - this.#parts.clock.nowMs());
    const { waitMs } = this.#parts.protection.view().verification.pin;
    if (waitMs !== undefined) waits.push(waitMs);
    for (const { ended } of this.#parts.inbox.requests()) {
      const left = ended === undefined ? 0 : ended.atMs + OUTCOME_SHOWN_MS - this.#parts.clock.nowMs();
      if (left > 0) waits.push(Math.min(left, OUTCOME_SHOWN_MS));
    }
    return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
  }

  /** Behind the lock nothing leaves main: no account, no code, no request, no name. */
  #isOpen(): boolean {
    return this.#parts.vaultState().state === 'open' && !this.#parts.lock.isLocked();
  }

  #protection(): AppView['protection'] {
    const { lock, capture, protection, inbox } = this.#parts;
    const { allowedMs } = capture;
    const isLocked = lock.isLocked();
    return {
      locked: isLocked,
      waiting: isLocked ? inbox.open().length : 0,
      ...protection.view(),
      ...(allowedMs > 0 && { captureAllowedMs: allowedMs }),
    };
  }

  /** Those that a living account connects to. */
  #verifiers(): AppView['verifiers'] {
    const { verifiers, accounts, channels, clocks } = this.#parts;
    return verifiers
      .all()
      .filter(({ issuer }) => accounts.of(issuer).some((account) => account.secrets !== undefined))
      .map((verifier) => {
        const { state, problem } = channels.status(verifier.issuer);
        const clockOffsetMs = clocks.of(verifier.issuer).offsetMs;
        return {
          issuer: verifier.issuer,
          organisation: organisationView(verifier),
          connection: state,
          ...(problem !== undefined && { problem }),
          ...(clockOffsetMs !== undefined && { clockOffsetMs }),
        };
      });
  }

  #accounts(): AppView['accounts'] {
    const { accounts, arrangement, clocks, clock, mutes, muteOffers } = this.#parts;
    const offers = muteOffers.current();
    return accounts.all().map((account) => {
      const verifierNowMs = clocks.of(account.issuer).nowMs();
      const mute = mutes.of(account);
      return accountView(account, {
        organisation: this.#organisation(account),
        marks: arrangement.marksOf(account.recordId),
        mute: mute && { ...mute, untilMs: mute.untilMs - verifierNowMs + clock.nowMs() },
        unexpectedRequests: offers.get(account.recordId)?.count,
      });
    });
  }

  #otpAccounts(): AppView['otpAccounts'] {
    const { otpAccounts, otpCodes } = this.#parts;
    return otpAccounts.all().map((account) => otpAccountView(account, otpCodes));
  }

  #requests(): AppView['requests'] {
    const nowMs = this.#parts.clock.nowMs();
    return this.#parts.inbox
      .requests()
      .filter(({ ended }) => ended === undefined || Math.abs(nowMs - ended.atMs) < OUTCOME_SHOWN_MS)
      .toSorted((a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined) || b.receivedAtMs - a.receivedAtMs)
      .map((held) => this.#request(held));
  }

  #request(held: HeldRequest): RequestView {
    const account = this.#parts.accounts.get(held.account);
    const view = requestView(held, {
      organisation: this.#organisation(held),
      signInName: account === undefined ? '' : signInNameOf(account),
      verifierNowMs: this.#parts.clocks.of(held.issuer).nowMs(),
      approveInMs: this.#parts.displayClock.approveInMs(held.id),
      isVerifying: this.#parts.inbox.isVerifying(held.id),
    });
    // What counts here: an administrator, or the person, may want more than the verifier asks for.
    return { ...view, userVerification: this.#parts.protection.requirement(held.request.userVerification) };
  }

  #organisation({ issuer, organisation }: { issuer: string; organisation: string }): AppView['accounts'][number]['organisation'] {
    const verifier = this.#parts.verifiers.find(issuer);
    return verifier === undefined ? namedOrganisation(organisation) : organisationView(verifier);
  }
}
