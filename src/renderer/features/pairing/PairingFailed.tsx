import { Button } from 'react-aria-components/Button';
import type { PairingView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';

/** What went wrong and what to do now; trying again is offered where the same key is safe to use. */
export function PairingFailed({
  pairing,
  intent,
  onChange,
}: {
  pairing: Extract<PairingView, { step: 'failed' }>;
  intent: Intent;
  onChange: () => void;
}) {
  const { t } = useMessages();
  return (
    <>
      <ErrorNote error={intent.error ?? pairing.error} />
      <div className="dialog-actions">
        <Button className={pairing.retry ? 'button' : 'button button-filled'} onPress={onChange}>
          {t('pairing.changeInput')}
        </Button>
        {pairing.retry && (
          <Button className="button button-filled" isDisabled={intent.busy} onPress={() => intent.run(() => deskfob().confirmPairing())}>
            {t('action.tryAgain')}
          </Button>
        )}
      </div>
    </>
  );
}
