import { EllipsisVertical, Pin, PinOff, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useMessages } from '../../i18n/useMessages.ts';

export interface CardMenuProps {
  /** Whose options they are. */
  label: string;
  pinned: boolean;
  onPin: () => void;
  onRemove: () => void;
  /** Items between pinning and removing, which every account has. */
  children?: ReactNode;
}

/** What can be done with an account besides copying its code. */
export function CardMenu({ label, pinned, onPin, onRemove, children }: CardMenuProps) {
  const { t } = useMessages();
  const pin = t(pinned ? 'authentication.unpin' : 'authentication.pin');
  const PinIcon = pinned ? PinOff : Pin;
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
          {children}
          <MenuItem id="remove" className="menu-item menu-item-danger" onAction={onRemove} textValue={t('action.remove')}>
            <Trash2 size={16} aria-hidden="true" />
            {t('action.remove')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
