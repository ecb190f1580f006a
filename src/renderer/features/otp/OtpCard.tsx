import { Pin } from 'lucide-react';
import { memo } from 'react';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Name } from '../../components/Name.tsx';
import { OrganisationBadge } from '../../components/OrganisationBadge.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { useIntent } from '../../state/useIntent.ts';
import { Passcode } from '../authentication/Passcode.tsx';
import { CountedCode } from './CountedCode.tsx';
import { OtpMenu } from './OtpMenu.tsx';
import { otpNames } from './otpNames.ts';

/** One account of an ordinary site. */
export const OtpCard = memo(function OtpCard({
  account,
  hideCodes,
  onEdit,
  onCode,
  as: Root = 'li',
}: {
  account: OtpAccountView;
  hideCodes: boolean;
  onEdit: (account: OtpAccountView) => void;
  onCode: (account: OtpAccountView) => void;
  /** An item of a list, unless the list has items of its own. */
  as?: 'li' | 'div';
}) {
  const messages = useMessages();
  const { t } = messages;
  const intent = useIntent();
  const names = otpNames(messages, account);
  const below = [names.signInName, account.group ?? ''].filter((part) => part !== '').join(' · ');
  return (
    <Root className="account account-active" data-testid="otp-account">
      <div className="account-row">
        <OrganisationBadge organisation={{ name: names.organisation, colour: '' }} />
        <div className="account-names">
          <strong title={names.organisation}>
            <Name text={names.organisation} />
            {account.pinned && (
              <>
                <Pin className="account-pin" size={12} aria-hidden="true" />
                <span className="visually-hidden">{t('authentication.pinned')}</span>
              </>
            )}
          </strong>
          <span title={below}>
            <Name text={below} />
          </span>
        </div>
        {account.passcode !== undefined && (
          <Passcode id={account.id} names={names} passcode={account.passcode} hideCodes={hideCodes} intent={intent} />
        )}
        {account.counted !== undefined && <CountedCode id={account.id} names={names} code={account.counted.code} intent={intent} />}
        <OtpMenu account={account} names={names} intent={intent} onEdit={() => onEdit(account)} onCode={() => onCode(account)} />
      </div>
      <ErrorNote error={intent.error} />
    </Root>
  );
});
