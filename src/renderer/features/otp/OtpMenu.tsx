import { EllipsisVertical, Pencil, Pin, PinOff, QrCode, Trash2 } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import type { AccountNames } from '../authentication/Passcode.tsx';

/** What can be done with an account of an ordinary site besides copying its code. Removing asks nothing, because it can be taken back. */
export function OtpMenu({
  account,
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
  const { id, pinned } = account;
  const pin = t(pinned ? 'authentication.unpin' : 'authentication.pin');
  const PinIcon = pinned ? PinOff : Pin;
  const label = t('authentication.menu', { ...names });
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={label}>
        <EllipsisVertical size={18} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={label}>
          <MenuItem
            id="pin"
            className="menu-item"
            textValue={pin}
            onAction={() => intent.run(() => deskfob().editOtp({ id, pinned: !pinned }))}
          >
            <PinIcon size={16} aria-hidden="true" />
            {pin}
          </MenuItem>
          <MenuItem id="edit" className="menu-item" textValue={t('otp.edit')} onAction={onEdit}>
            <Pencil size={16} aria-hidden="true" />
            {t('otp.edit')}
          </MenuItem>
          <MenuItem id="code" className="menu-item" textValue={t('otp.code')} onAction={onCode}>
            <QrCode size={16} aria-hidden="true" />
            {t('otp.code')}
          </MenuItem>
          <MenuItem
            id="remove"
            className="menu-item menu-item-danger"
            textValue={t('action.remove')}
            onAction={() => intent.run(() => deskfob().removeOtp({ ids: [id] }))}
          >
            <Trash2 size={16} aria-hidden="true" />
            {t('action.remove')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
