import { useState } from 'react';
import type { ErrorCode } from '../../../bridge/errors.ts';
import type { VerificationView } from '../../../bridge/protection.ts';
import { PinField } from '../../components/PinField.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { PinDialog } from './PinDialog.tsx';

export interface ConfirmByPinProps {
  pin: VerificationView['pin'];
  error: ErrorCode | undefined;
  busy: boolean;
  onPin: (pin: string) => void;
  onClose: () => void;
}

/** Main wants to be sure who loosens the protection, and the system cannot ask. */
export function ConfirmByPin({ pin: known, error, busy, onPin, onClose }: ConfirmByPinProps) {
  const { t } = useMessages();
  const [pin, setPin] = useState('');
  return (
    <PinDialog
      title={t('pin.confirmTitle')}
      confirm={t('pin.confirm')}
      pin={known}
      error={error === 'pin-required' ? undefined : error}
      isComplete={pin !== ''}
      busy={busy}
      onConfirm={() => {
        onPin(pin);
        setPin('');
      }}
      onClose={onClose}
    >
      <p>{t('pin.confirmText')}</p>
      <PinField label={t('pin.label')} value={pin} onChange={setPin} isFirst />
    </PinDialog>
  );
}
