import { ArrowDown, ArrowUp, ListChecks, Pencil, Pin, PinOff, QrCode, Trash2 } from 'lucide-react';
import type { RefObject } from 'react';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { isPaired } from './anyAccount.ts';
import type { CardMenuProps } from './CardMenu.tsx';

const ways = [
  ['up', ArrowUp],
  ['down', ArrowDown],
] as const;

/** What can be done with an account besides copying its code. Removing one of a site asks nothing, because it can be taken back. */
export function CardMenuItems({
  label,
  account,
  actions,
  intent,
  button,
  isOpen,
  focus,
  onOpenChange,
}: CardMenuProps & {
  /** That has opened it. */
  button: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  focus: 'first' | 'last';
  onOpenChange: (isOpen: boolean) => void;
}) {
  const { t } = useMessages();
  const { id, pinned } = account;
  const pin = t(pinned ? 'authentication.unpin' : 'authentication.pin');
  const PinIcon = pinned ? PinOff : Pin;
  const change = { id, pinned: !pinned };
  const changePin = (): void => intent.run(() => (isPaired(account) ? deskfob().pinAccount(change) : deskfob().editOtp(change)));
  const remove = (): void => (isPaired(account) ? actions.onRemove(account) : intent.run(() => deskfob().removeOtp({ ids: [id] })));
  return (
    <Popover
      className="popover"
      aria-label={label}
      placement="bottom end"
      triggerRef={button}
      trigger="MenuTrigger"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <Menu className="menu" aria-label={label} autoFocus={focus} onClose={() => onOpenChange(false)}>
        <MenuItem id="pin" className="menu-item" onAction={changePin} textValue={pin}>
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
        {!isPaired(account) && (
          <MenuItem id="code" className="menu-item" textValue={t('otp.code')} onAction={() => actions.onCode(account)}>
            <QrCode size={16} aria-hidden="true" />
            {t('otp.code')}
          </MenuItem>
        )}
        <MenuItem id="remove" className="menu-item menu-item-danger" onAction={remove} textValue={t('action.remove')}>
          <Trash2 size={16} aria-hidden="true" />
          {t('action.remove')}
        </MenuItem>
      </Menu>
    </Popover>
  );
}
