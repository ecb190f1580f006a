import { EllipsisVertical } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Intent } from '../../state/useIntent.ts';
import { CardMenuItems } from '../later.ts';
import type { AnyAccount } from './anyAccount.ts';
import type { CardActions } from './CardActions.ts';

export interface CardMenuProps {
  /** Whose options they are. */
  label: string;
  account: AnyAccount;
  actions: CardActions;
  intent: Intent;
}

/** The button that opens what can be done with an account besides copying its code. No more than the button comes with a card. */
export function CardMenu(props: CardMenuProps) {
  const [isOpen, setOpen] = useState(false);
  /** The item that has the focus to begin with; undefined until the menu is opened for the first time. */
  const [focus, setFocus] = useState<'first' | 'last'>();
  const open = (first: 'first' | 'last'): void => {
    setFocus(first);
    setOpen(true);
  };
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        className="icon-button"
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPress={() => open('first')}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return event.continuePropagation();
          event.preventDefault();
          open(event.key === 'ArrowDown' ? 'first' : 'last');
        }}
      >
        <EllipsisVertical size={18} aria-hidden="true" />
      </Button>
      {/* It stays once it was opened: by itself it hands the focus on, to its button or to the dialog that an item opens. */}
      {focus !== undefined && (
        <Suspense>
          <CardMenuItems {...props} button={button} isOpen={isOpen} focus={focus} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
