import type { AppView } from '../../bridge/views.ts';
import { type DesktopTexts, placeText, requestTitle } from '../texts/desktopTexts.ts';
import { shownText } from '../texts/shownText.ts';

export type TrayState = 'idle' | 'waiting' | 'offline' | 'locked';

/** What a line of the menu does. `copy` is of an account's passcode. */
export type TrayCommand = { do: 'open' } | { do: 'request'; id: string } | { do: 'copy'; id: string } | { do: 'lock' } | { do: 'quit' };

/** Lines of the menu in groups, between which there is a rule. */
export type TrayLine = { label: string; command: TrayCommand };

export interface TrayContent {
  state: TrayState;
  toolTip: string;
  groups: readonly (readonly TrayLine[])[];
}

/** More would not be a menu any more. */
const MOST_PINNED = 12;

export interface TrayOptions {
  isLocked: boolean;
  /** There is something to lock with. */
  canLock: boolean;
}

/** What the tray says and offers. Locked, it names nothing of a request and copies nothing. */
export function trayContent(
  view: Pick<AppView, 'accounts' | 'requests' | 'verifiers'>,
  texts: DesktopTexts,
  language: string,
  { isLocked, canLock }: TrayOptions,
): TrayContent {
  const open = view.requests.filter((request) => request.phase === 'open');
  const isOffline = view.verifiers.length > 0 && view.verifiers.every(({ connection }) => connection === 'offline');
  const state: TrayState = open.length > 0 ? 'waiting' : isLocked ? 'locked' : isOffline ? 'offline' : 'idle';
  const requests = open.map((request) => ({
    label: isLocked ? texts.somethingWaits : `${requestTitle(request, texts)} · ${placeText(request, texts, language)}`,
    command: { do: 'request' as const, id: request.id },
  }));
  const pinned = view.accounts.filter((account) => account.pinned && account.passcode !== undefined).slice(0, MOST_PINNED);
  const passcodes = pinned.map((account) => ({
    label: texts.copyPasscode(`${shownText(account.organisation.name)} · ${shownText(account.signInName)}`),
    command: { do: 'copy' as const, id: account.id },
  }));
  const groups: TrayLine[][] = [
    requests,
    isLocked ? [] : passcodes,
    [
      { label: texts.open, command: { do: 'open' } },
      ...(canLock && !isLocked ? [{ label: texts.lock, command: { do: 'lock' as const } }] : []),
    ],
    [{ label: texts.quit, command: { do: 'quit' } }],
  ];
  return {
    state,
    toolTip: state === 'waiting' ? texts.waiting(open.length) : texts.tooltip[state],
    groups: groups.filter((lines) => lines.length > 0),
  };
}
