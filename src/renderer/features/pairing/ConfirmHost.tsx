import { ShieldCheck, ShieldQuestionMark, TriangleAlert } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { PairingView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import { Fingerprint } from './Fingerprint.tsx';

/** Before anything is sent: with whom this computer is about to be paired. */
export function ConfirmHost({
  pairing,
  intent,
  onCancel,
}: {
  pairing: Extract<PairingView, { step: 'confirm' }>;
  intent: Intent;
  onCancel: () => void;
}) {
  const { t, rich } = useMessages();
  const Sign = pairing.pinned ? ShieldCheck : ShieldQuestionMark;
  return (
    <>
      {pairing.signInName !== undefined && (
        <p className="dialog-intro">{rich('pairing.confirmName', { signInName: pairing.signInName })}</p>
      )}
      <p>{t('pairing.confirmText')}</p>
      <div className="note">
        <Sign size={18} aria-hidden="true" />
        <p>{t(pairing.pinned ? 'pairing.pinned' : 'pairing.unpinned')}</p>
      </div>
      {pairing.fingerprint !== undefined && <Fingerprint fingerprint={pairing.fingerprint} />}
      {pairing.insecure && (
        <div className="note note-warning">
          <TriangleAlert size={18} aria-hidden="true" />
          <p>{t('pairing.insecure')}</p>
        </div>
      )}
      <ErrorNote error={intent.error} />
      <div className="dialog-actions">
        <Button className="button" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button className="button button-filled" isDisabled={intent.busy} onPress={() => intent.run(() => deskfob().confirmPairing())}>
          {t('pairing.pair')}
        </Button>
      </div>
    </>
  );
}
