import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { VerificationView } from '../../../bridge/protection.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { NewPin } from './NewPin.tsx';
import { RemovePin } from './RemovePin.tsx';

const STATE = { none: 'protection.pinNone', set: 'protection.pinSet', blocked: 'protection.pinBlocked' } as const;

/** Whether a PIN is set, and the ways to set, change and remove it. */
export function PinSetting({ pin }: { pin: VerificationView['pin'] }) {
  const { t } = useMessages();
  const [open, setOpen] = useState<'set' | 'remove'>();
  const close = () => setOpen(undefined);
  return (
    <div className="setting-row">
      <div>
        <p className="field-label">{t('protection.pin')}</p>
        <p className="field-description">{t(STATE[pin.state])}</p>
      </div>
      <div className="setting-actions">
        {pin.state === 'set' && (
          <Button className="button button-small" onPress={() => setOpen('remove')} aria-label={t('pin.remove')}>
            {t('action.remove')}
          </Button>
        )}
        {pin.state !== 'blocked' && (
          <Button className="button button-small" onPress={() => setOpen('set')}>
            {t(pin.state === 'none' ? 'pin.set' : 'pin.change')}
          </Button>
        )}
      </div>
      {open === 'set' && <NewPin pin={pin} onClose={close} />}
      {open === 'remove' && <RemovePin pin={pin} onClose={close} />}
    </div>
  );
}
