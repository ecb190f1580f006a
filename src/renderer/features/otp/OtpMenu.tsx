import { QrCode } from 'lucide-react';
import { MenuItem } from 'react-aria-components/Menu';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import type { CardActions } from '../authentication/CardActions.ts';
import { CardMenu } from '../authentication/CardMenu.tsx';
import type { AccountNames } from '../authentication/Passcode.tsx';

/** The options of an account of an ordinary site. Removing asks nothing, because it can be taken back. */
export function OtpMenu({
  account,
  names,
  intent,
  actions,
}: {
  account: OtpAccountView;
  names: AccountNames;
  intent: Intent;
  actions: CardActions;
}) {
  const { t } = useMessages();
  const { id, pinned } = account;
  return (
    <CardMenu
      label={t('authentication.menu', { ...names })}
      account={account}
      actions={actions}
      intent={intent}
      onPin={() => intent.run(() => deskfob().editOtp({ id, pinned: !pinned }))}
      onRemove={() => intent.run(() => deskfob().removeOtp({ ids: [id] }))}
    >
      <MenuItem id="code" className="menu-item" textValue={t('otp.code')} onAction={() => actions.onCode(account)}>
        <QrCode size={16} aria-hidden="true" />
        {t('otp.code')}
      </MenuItem>
    </CardMenu>
  );
}
