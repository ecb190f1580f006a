import type { AccountState } from '../../../bridge/views.ts';

export type DeadState = Extract<AccountState, 'removed' | 'unconfirmed' | 'rejected'>;

/** A dead account holds no secrets any more; it stands in the list only to tell the person. */
export function isDead(state: AccountState): state is DeadState {
  return state === 'removed' || state === 'unconfirmed' || state === 'rejected';
}
