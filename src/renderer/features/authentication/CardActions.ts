import type { Result } from '../../../bridge/errors.ts';
import type { AccountView, OtpAccountView } from '../../../bridge/views.ts';
import type { AnyAccount } from './anyAccount.ts';

/** What the options of a card lead to outside of the card. */
export interface CardActions {
  readonly onRemove: (account: AccountView) => void;
  readonly onPairAgain: (account: AccountView) => void;
  readonly onEdit: (account: AnyAccount) => void;
  readonly onCode: (account: OtpAccountView) => void;
  /** Begins to choose accounts, this one first. */
  readonly onSelect: (account: AnyAccount) => void;
  /** Moves it past the next card in sight; undefined where there is none, or only one on the other side of the pinned ones. */
  readonly moveOf: (account: AnyAccount, way: 'up' | 'down') => (() => Promise<Result<void>>) | undefined;
}
