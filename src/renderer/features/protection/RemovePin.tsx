import { useState } from 'react';
import type { VerificationView } from '../../../bridge/protection.ts';
import { PinField } from '../../components/PinField.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { PinDialog } from './PinDialog.tsx';

export function RemovePin({ pin: known, onClose }: { pin: VerificationView['pin']; onClose: () => void }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [current, setCurrent] = useState('');
  return (
    <PinDialog
      title={t('pin.remove')}
      confirm={t('pin.remove')}
      pin={known}
      error={intent.error}
      isComplete={current !== ''}
      busy={intent.busy}
      onConfirm={() => {
        intent.run(() => deskfob().removePin({ current }), onClose);
        setCurrent('');
      }}
      onClose={onClose}
    >
      <p>{t('pin.removeText')}</p>
      <PinField label={t('pin.current')} value={current} onChange={setCurrent} isFirst />
    </PinDialog>
  );
}
