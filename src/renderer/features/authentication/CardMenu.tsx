import { ArrowDown, ArrowUp, EllipsisVertical, ListChecks, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useMessages } from '../../i18n/useMessages.ts';
import type { Intent } from '../../state/useIntent.ts';
import type { AnyAccount } from './anyAccount.ts';
import type { CardActions } from './CardActions.ts';

export interface CardMenuProps {
  /** Whose options they are. */
  label: string;
  account: AnyAccount;
  actions: CardActions;
  intent: Intent;
  onPin: () => void;
  onRemove: () => void;
  /** Items that only this kind of account has. */
  children?: ReactNode;
}

const ways = [
  ['up', ArrowUp],
  ['down', ArrowDown],
] as const;

/** What can be done with an account besides copying its code. */
export function CardMenu({ label, account, actions, intent, onPin, onRemove, children }: CardMenuProps) {
  const { t } = useMessages();
  const pin = t(account.pinned ? 'authentication.unpin' : 'authentication.pin');
  const PinIcon = account.pinned ? PinOff : Pin;
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
          {ways.map(([way, Icon]) => {
            const move = actions.moveOf(account, way);
            const words = t(`arrange.move-${way}`);
            return (
              <MenuItem
                key={way}
                id={way}
                className="menu-item"
                isDisabled={move === undefined}
                onAction={() => move !== undefined && intent.run(move)}
                textValue={words}
              >
                <Icon size={16} aria-hidden="true" />
                {words}
              </MenuItem>
            );
          })}
          <MenuItem id="select" className="menu-item" onAction={() => actions.onSelect(account)} textValue={t('arrange.select')}>
            <ListChecks size={16} aria-hidden="true" />
            {t('arrange.select')}
          </MenuItem>
          <MenuItem id="edit" className="menu-item" onAction={() => actions.onEdit(account)} textValue={t('otp.edit')}>
            <Pencil size={16} aria-hidden="true" />
            {t('otp.edit')}
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
