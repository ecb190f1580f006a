import { Button } from 'react-aria-components/Button';
import type { PairingView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import { Fingerprint } from './Fingerprint.tsx';

/** The link carried no fingerprint, so the person compares it. */
export function CompareFingerprint({
  pairing,
  intent,
  onCancel,
}: {
  pairing: Extract<PairingView, { step: 'fingerprint' }>;
  intent: Intent;
  onCancel: () => void;
}) {
  const { t, rich } = useMessages();
  return (
    <>
      <p>{rich('pairing.fingerprintText', { organisation: pairing.organisation.name, host: pairing.host })}</p>
      <Fingerprint fingerprint={pairing.fingerprint} />
      <ErrorNote error={intent.error} />
      <div className="dialog-actions">
        <Button className="button" onPress={onCancel}>
          {t('pairing.fingerprintDiffers')}
        </Button>
        <Button className="button button-filled" isDisabled={intent.busy} onPress={() => intent.run(() => deskfob().confirmPairing())}>
          {t('pairing.fingerprintMatches')}
        </Button>
      </div>
    </>
  );
}
