import type { AppView } from '../../bridge/views.ts';
import { type DesktopTexts, placeText, requestTitle } from '../texts/desktopTexts.ts';
import { shownText } from '../texts/shownText.ts';

export type TrayState = 'idle' | 'waiting' | 'offline' | 'locked';

/** What a line of the menu does. `copy` is of an account's passcode; `waiting` leads to what waits behind the lock. */
export type TrayCommand =
  { do: 'open' } | { do: 'request'; id: string } | { do: 'waiting' } | { do: 'copy'; id: string } | { do: 'lock' } | { do: 'quit' };

/** Lines of the menu in groups, between which there is a rule. */
export type TrayLine = { label: string; command: TrayCommand };

export interface TrayContent {
  state: TrayState;
  toolTip: string;
  groups: readonly (readonly TrayLine[])[];
}

/** More would not be a menu any more. */
const MOST_PINNED = 12;

/** What the tray says and offers. Behind the lock the view names no request and no account, so that nothing of them can stand here. */
export function trayContent(
  {
    accounts,
    otpAccounts,
    order,
    passcodes,
    requests,
    verifiers,
    protection,
  }: Pick<AppView, 'accounts' | 'otpAccounts' | 'order' | 'passcodes' | 'requests' | 'verifiers' | 'protection'>,
  texts: DesktopTexts,
  language: string,
): TrayContent {
  const open = requests.filter((request) => request.phase === 'open');
  const waiting = open.length + protection.waiting;
  const isOffline = verifiers.length > 0 && verifiers.every(({ connection }) => connection === 'offline');
  const state: TrayState = waiting > 0 ? 'waiting' : protection.locked ? 'locked' : isOffline ? 'offline' : 'idle';
  const lines = open.map((request) => ({
    label: `${requestTitle(request, texts)} · ${placeText(request, texts, language)}`,
    command: { do: 'request' as const, id: request.id },
  }));
  const named = [
    ...accounts.map((account) => ({ ...account, names: [account.organisation.name, account.signInName] })),
    ...otpAccounts.map((account) => ({ ...account, names: [account.issuer, account.label].filter((name) => name !== '') })),
  ];
  const places = new Map(order.map((id, place) => [id, place]));
  const pinned = named
    .filter((account) => account.pinned && Object.hasOwn(passcodes, account.id))
    .toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
    .slice(0, MOST_PINNED);
  const copies = pinned.map(({ id, names }) => ({
    label: texts.copyPasscode(names.map(shownText).join(' · ')),
    command: { do: 'copy' as const, id },
  }));
  const groups: TrayLine[][] = [
    protection.waiting > 0 ? [{ label: texts.somethingWaits, command: { do: 'waiting' } }] : lines,
    copies,
    [
      { label: texts.open, command: { do: 'open' } },
      ...(protection.canVerify && !protection.locked ? [{ label: texts.lock, command: { do: 'lock' as const } }] : []),
    ],
    [{ label: texts.quit, command: { do: 'quit' } }],
  ];
  return {
    state,
    toolTip: state === 'waiting' ? texts.waiting(waiting) : texts.tooltip[state],
    groups: groups.filter((group) => group.length > 0),
  };
}
