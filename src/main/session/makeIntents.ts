import { type ArrangementParts, arrangementIntents } from '../arrangement/arrangementIntents.ts';
import type { ActivityExport } from '../activity/ActivityExport.ts';
import type { ActivityLog } from '../activity/ActivityLog.ts';
import type { ActivitySearch } from '../activity/ActivitySearch.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import { IntentError } from '../errors/IntentError.ts';
import { type Faults, noFaults } from '../files/faults.ts';
import type { MuteOffers } from '../mutes/MuteOffers.ts';
import { muteSpanMs } from '../mutes/muteSpan.ts';
import type { PairingFlow } from '../pairing/PairingFlow.ts';
import type { PasscodeClipboard } from '../passcodes/PasscodeClipboard.ts';
import { passcodeOf } from '../passcodes/passcodeOf.ts';
import type { DisplayClock } from '../requests/DisplayClock.ts';
import type { Inbox } from '../requests/Inbox.ts';
import type { ScreenScan } from '../screens/ScreenScan.ts';
import type { Clock } from '../time/Clock.ts';
import type { CorrectedClocks } from '../time/CorrectedClocks.ts';
import type { AppViews } from '../view/AppViews.ts';
import { type Account, passcodeSecretsOf } from '../accounts/Account.ts';
import { type OtpParts, otpIntents } from '../otp/otpIntents.ts';
import { type ListParts, listIntents } from '../pairing/list/listIntents.ts';
import { type ImportParts, importIntents } from '../transfer/importIntents.ts';
import type { Intents } from './Intents.ts';
import { type ProtectionParts, protectionIntents, whileUnlocked } from './protectionIntents.ts';

export interface IntentParts
  extends
    ProtectionParts,
    Omit<OtpParts, 'whenOpen'>,
    Omit<ImportParts, 'whenOpen'>,
    Omit<ListParts, 'whenOpen'>,
    Omit<ArrangementParts, 'whenOpen'> {
  views: AppViews;
  accounts: Accounts;
  inbox: Inbox;
  activity: ActivityLog;
  activitySearch: ActivitySearch;
  activityExport: ActivityExport;
  displayClock: DisplayClock;
  muteOffers: MuteOffers;
  clock: Clock;
  pairing: PairingFlow;
  clipboard: PasscodeClipboard;
  screenScan: ScreenScan;
  clocks: CorrectedClocks;
  /** Whether the approval window is really visible, by the window system's word. */
  isApprovalVisible: () => boolean;
  /** Brings the approval window up for a request; false when it has ended. */
  openRequest: (id: string) => boolean;
  redraw: () => void;
  quit: () => void;
  faults?: Faults;
}

/** One small function for each thing a page can ask for. Arguments were parsed before they come here. */
export function makeIntents(parts: IntentParts): Intents {
  const { views, session, accounts, inbox, activity, displayClock, muteOffers, clock, pairing, clipboard, settings, clocks } = parts;

  const whenOpen = (): void => {
    const state = session.vaultState();
    if (state.state !== 'open') throw new IntentError(state.state === 'failed' ? state.error : 'vault-locked');
  };
  const accountOf = (id: string): Account => {
    const account = accounts.get(id);
    if (account === undefined) throw new IntentError('account-unknown');
    return account;
  };

  /** As the page shows it right now. */
  const codeOf = (id: string): string => {
    const otp = parts.otpAccounts.get(id);
    if (otp !== undefined) {
      const code = parts.otpCodes.timed(otp, clocks.agreedMs())?.current ?? parts.otpCodes.counted(otp);
      if (code === undefined) throw new IntentError('account-not-active');
      return code;
    }
    const account = accountOf(id);
    const secrets = passcodeSecretsOf(account);
    if (secrets === undefined) throw new IntentError('account-not-active');
    return passcodeOf(secrets, clocks.of(account.issuer).nowMs()).current;
  };

  const intents: Intents = {
    ...protectionIntents(parts),
    ...otpIntents({ ...parts, whenOpen }),
    ...arrangementIntents({ ...parts, whenOpen }),
    ...importIntents({ ...parts, whenOpen }),
    ...listIntents({ ...parts, whenOpen }),
    'app:view': () => views.current(),
    'pairing:openLink': ({ link }) => {
      whenOpen();
      pairing.openLink(link);
    },
    'pairing:openName': ({ signInName, key }) => {
      whenOpen();
      pairing.openName(signInName, key);
    },
    'pairing:confirm': async () => await pairing.confirm(),
    'pairing:cancel': async () => await pairing.cancel(),
    'requests:displayed': async ({ id }) => {
      const open = inbox.requests().some((held) => held.id === id && held.ended === undefined);
      if (!open || !parts.isApprovalVisible()) throw new IntentError('request-unknown');
      displayClock.displayed(id);
      parts.redraw();
      await (parts.faults ?? noFaults)('request:shown');
    },
    'requests:decide': async ({ id, decision, number, pin }) => await inbox.decide(id, decision, number, 'window', pin),
    'requests:show': ({ id }) => {
      if (!parts.openRequest(id)) throw new IntentError('request-unknown');
    },
    'accounts:remove': async ({ id, deleteHistory = false }) => await session.remove(accountOf(id), deleteHistory),
    'accounts:mute': async ({ id, span }) => {
      const account = accountOf(id);
      if (account.state !== 'active') throw new IntentError('account-not-active');
      await session.mute(account, muteSpanMs(span, clock.nowMs()));
      muteOffers.answered(account);
    },
    'accounts:endMute': async ({ id }) => {
      const account = accountOf(id);
      await session.mute(account, 0);
      muteOffers.answered(account);
    },
    'accounts:declineMute': ({ id }) => {
      muteOffers.answered(accountOf(id));
      parts.redraw();
    },
    'passcodes:copy': async ({ id }) => {
      const clearedInMs = settings.current().clearClipboardSeconds * 1000;
      await clipboard.copy(codeOf(id), clearedInMs);
      return { clearedInMs };
    },
    'screen:capture': async () => {
      whenOpen();
      return await parts.screenScan.run();
    },
    'activity:query': (query) => {
      whenOpen();
      return parts.activitySearch.page(activity.lines(), query, activity.revision);
    },
    'activity:tooOld': ({ retention }) => {
      whenOpen();
      return { count: activity.tooOld(retention) };
    },
    'activity:export': async (filter) => {
      whenOpen();
      return { written: await parts.activityExport.run(filter) };
    },
    'settings:change': async (change) => {
      settings.change(change);
      if (change.activityRetention !== undefined) await session.applyRetention();
    },
    'app:quit': () => parts.quit(),
    'vault:retry': async () => await session.open(),
    'vault:startOver': async () => await session.startOver(),
  };
  return whileUnlocked(intents, parts.lock);
}
