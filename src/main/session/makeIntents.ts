import type { Accounts } from '../accounts/Accounts.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { PairingFlow } from '../pairing/PairingFlow.ts';
import type { PasscodeClipboard } from '../passcodes/PasscodeClipboard.ts';
import { passcodeOf } from '../passcodes/passcodeOf.ts';
import type { DisplayClock } from '../requests/DisplayClock.ts';
import type { Inbox } from '../requests/Inbox.ts';
import type { SettingsService } from '../settings/Settings.ts';
import type { CorrectedClocks } from '../time/CorrectedClocks.ts';
import type { AppViews } from '../view/AppViews.ts';
import { type Account, passcodeSecretsOf } from '../accounts/Account.ts';
import type { Intents } from './Intents.ts';
import type { Session } from './Session.ts';

export interface IntentParts {
  views: AppViews;
  session: Session;
  accounts: Accounts;
  inbox: Inbox;
  displayClock: DisplayClock;
  pairing: PairingFlow;
  clipboard: PasscodeClipboard;
  settings: SettingsService;
  clocks: CorrectedClocks;
  /** Whether the approval window is really visible, by the window system's word. */
  isApprovalVisible: () => boolean;
  /** Brings the approval window up for a request; false when it has ended. */
  openRequest: (id: string) => boolean;
  redraw: () => void;
}

/** One small function for each thing a page can ask for. Arguments were parsed before they come here. */
export function makeIntents(parts: IntentParts): Intents {
  const { views, session, accounts, inbox, displayClock, pairing, clipboard, settings, clocks } = parts;

  const whenOpen = (): void => {
    const state = session.vaultState();
    if (state.state !== 'open') throw new IntentError(state.state === 'failed' ? state.error : 'vault-locked');
  };
  const accountOf = (id: string): Account => {
    const account = accounts.get(id);
    if (account === undefined) throw new IntentError('account-unknown');
    return account;
  };

  return {
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
    'requests:displayed': ({ id }) => {
      const open = inbox.requests().some((held) => held.id === id && held.ended === undefined);
      if (!open || !parts.isApprovalVisible()) throw new IntentError('request-unknown');
      displayClock.displayed(id);
      parts.redraw();
    },
    'requests:decide': async ({ id, decision, number }) => await inbox.decide(id, decision, number),
    'requests:show': ({ id }) => {
      if (!parts.openRequest(id)) throw new IntentError('request-unknown');
    },
    'accounts:remove': async ({ id }) => await session.remove(accountOf(id)),
    'passcodes:copy': async ({ id }) => {
      const account = accountOf(id);
      const secrets = passcodeSecretsOf(account);
      if (secrets === undefined) throw new IntentError('account-not-active');
      const clearedInMs = settings.current().clearClipboardSeconds * 1000;
      await clipboard.copy(passcodeOf(secrets, clocks.of(account.issuer).nowMs()).current, clearedInMs);
      return { clearedInMs };
    },
    'settings:change': (change) => settings.change(change),
    'vault:retry': async () => await session.open(),
    'vault:startOver': async () => await session.startOver(),
  };
}
