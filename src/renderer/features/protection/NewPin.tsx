import { useState } from 'react';
import type { VerificationView } from '../../../bridge/protection.ts';
import { PinField } from '../../components/PinField.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { PinDialog } from './PinDialog.tsx';

/** Sets the first PIN, or another one in place of the one that is there. */
export function NewPin({ pin: known, onClose }: { pin: VerificationView['pin']; onClose: () => void }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [current, setCurrent] = useState('');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const isChange = known.state !== 'none';
  const differs = again !== '' && !pin.startsWith(again);
  return (
    <PinDialog
      title={t(isChange ? 'pin.change' : 'pin.set')}
      confirm={t(isChange ? 'pin.change' : 'pin.set')}
      pin={known}
      error={intent.error === 'user-verification-refused' ? undefined : intent.error}
      isComplete={pin !== '' && pin === again && (!isChange || current !== '')}
      busy={intent.busy}
      onConfirm={() => intent.run(() => deskfob().setPin({ pin, ...(isChange && { current }) }), onClose)}
      onClose={onClose}
    >
      {isChange && <PinField label={t('pin.current')} value={current} onChange={setCurrent} isFirst />}
      <PinField label={t('pin.new')} description={t('pin.description')} value={pin} onChange={setPin} isFirst={!isChange} />
      <PinField label={t('pin.again')} value={again} onChange={setAgain} />
      <output className="field-error">{differs && t('pin.differs')}</output>
    </PinDialog>
  );
}
