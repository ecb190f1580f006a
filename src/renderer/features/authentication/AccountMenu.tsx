import { EllipsisVertical, Pin, PinOff, Trash2 } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { AccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';

/** What can be done with an account besides copying its code. */
export function AccountMenu({ account, onPin, onRemove }: { account: AccountView; onPin: () => void; onRemove: () => void }) {
  const { t } = useMessages();
  const pin = t(account.pinned ? 'authentication.unpin' : 'authentication.pin');
  const PinIcon = account.pinned ? PinOff : Pin;
  const label = t('authentication.menu', { organisation: account.organisation.name, signInName: account.signInName });
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={label}>
        <EllipsisVertical size={18} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={label}>
          <MenuItem id="pin" className="menu-item" onAction={onPin} textValue={pin}>
            <PinIcon size={16} aria-hidden="true" />
            {pin}
          </MenuItem>
          <MenuItem id="remove" className="menu-item menu-item-danger" onAction={onRemove} textValue={t('action.remove')}>
            <Trash2 size={16} aria-hidden="true" />
            {t('action.remove')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
