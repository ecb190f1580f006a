import { memo } from 'react';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Name } from '../../components/Name.tsx';
import { SiteBadge } from '../../components/SiteBadge.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { useIntent } from '../../state/useIntent.ts';
import type { CardActions } from '../authentication/CardActions.ts';
import { CardMenu } from '../authentication/CardMenu.tsx';
import { CardMarks } from '../authentication/CardMarks.tsx';
import { CardTitle } from '../authentication/CardTitle.tsx';
import { Passcode } from '../authentication/Passcode.tsx';
import { CountedCode } from './CountedCode.tsx';
import { otpNames } from './otpNames.ts';

/** One account of an ordinary site. */
export const OtpCard = memo(function OtpCard({
  account,
  hideCodes,
  actions,
  as: Root = 'li',
}: {
  account: OtpAccountView;
  hideCodes: boolean;
  actions: CardActions;
  /** An item of a list, unless the list has items of its own. */
  as?: 'li' | 'div';
}) {
  const messages = useMessages();
  const intent = useIntent();
  const names = otpNames(messages, account);
  return (
    <Root className="account account-active" data-testid="otp-account">
      <div className="account-row">
        <SiteBadge name={names.organisation} />
        <div className="account-names">
          <CardTitle name={names.organisation} pinned={account.pinned} />
          <span title={names.signInName}>
            <Name text={names.signInName} />
          </span>
          <CardMarks account={account} />
        </div>
        {account.counted === undefined ? (
          <Passcode id={account.id} names={names} hideCodes={hideCodes} intent={intent} />
        ) : (
          <CountedCode id={account.id} names={names} code={account.counted.code} intent={intent} />
        )}
        <CardMenu label={messages.t('authentication.menu', { ...names })} account={account} actions={actions} intent={intent} />
      </div>
      <ErrorNote error={intent.error} />
    </Root>
  );
});
