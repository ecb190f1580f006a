import { Pencil, QrCode } from 'lucide-react';
import { MenuItem } from 'react-aria-components/Menu';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import { CardMenu } from '../authentication/CardMenu.tsx';
import type { AccountNames } from '../authentication/Passcode.tsx';

/** The options of an account of an ordinary site. Removing asks nothing, because it can be taken back. */
export function OtpMenu({
  account: { id, pinned },
  names,
  intent,
  onEdit,
  onCode,
}: {
  account: OtpAccountView;
  names: AccountNames;
  intent: Intent;
  onEdit: () => void;
  onCode: () => void;
}) {
  const { t } = useMessages();
  return (
    <CardMenu
      label={t('authentication.menu', { ...names })}
      pinned={pinned}
      onPin={() => intent.run(() => deskfob().editOtp({ id, pinned: !pinned }))}
      onRemove={() => intent.run(() => deskfob().removeOtp({ ids: [id] }))}
    >
      <MenuItem id="edit" className="menu-item" textValue={t('otp.edit')} onAction={onEdit}>
        <Pencil size={16} aria-hidden="true" />
        {t('otp.edit')}
      </MenuItem>
      <MenuItem id="code" className="menu-item" textValue={t('otp.code')} onAction={onCode}>
        <QrCode size={16} aria-hidden="true" />
        {t('otp.code')}
      </MenuItem>
    </CardMenu>
  );
}
