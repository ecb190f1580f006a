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
  /** The item that has the focus to begin with, while the menu is open. */
  const [opened, setOpened] = useState<'first' | 'last'>();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        className="icon-button"
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={opened !== undefined}
        onPress={() => setOpened('first')}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setOpened('first');
          else if (event.key === 'ArrowUp') setOpened('last');
          else event.continuePropagation();
        }}
      >
        <EllipsisVertical size={18} aria-hidden="true" />
      </Button>
      {opened !== undefined && (
        <Suspense>
          <CardMenuItems {...props} button={button} focus={opened} onClose={() => setOpened(undefined)} />
        </Suspense>
      )}
    </>
  );
}
