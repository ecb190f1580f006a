import type { AccountView, MuteView, OrganisationView } from '../../bridge/views.ts';
import type { Marks } from '../arrangement/Arrangement.ts';
import { type Account, signInNameOf } from '../accounts/Account.ts';

export interface AccountContext {
  organisation: OrganisationView;
  marks: Marks;
  mute: MuteView | undefined;
  unexpectedRequests: number | undefined;
}

export function accountView(account: Account, context: AccountContext): AccountView {
  const { organisation, marks, mute, unexpectedRequests } = context;
  return {
    id: account.recordId,
    organisation,
    displayName: account.displayName,
    signInName: signInNameOf(account),
    state: account.state,
    pairedAtMs: account.pairedAtMs,
    pinned: marks.isPinned,
    ...(marks.ownName !== undefined && { ownName: marks.ownName }),
    ...(marks.group !== undefined && { group: marks.group }),
    ...(marks.tags !== undefined && { tags: marks.tags }),
    ...(mute !== undefined && { mute }),
    ...(unexpectedRequests !== undefined && { unexpectedRequests }),
  };
}
