import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { PinField } from '../../components/PinField.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

/** Long enough to take a telephone out of a pocket. */
const SHOWN_MS = 60_000;

/** The code that moves an account to another app; main asks first who wants to see it. */
export function OtpCode({ account: { id }, onClose }: { account: OtpAccountView; onClose: () => void }) {
  const { t } = useMessages();
  const { run, busy, error } = useIntent();
  const [rows, setRows] = useState<readonly string[]>();
  const [pin, setPin] = useState('');
  useEffect(
    () =>
      run(
        () => deskfob().codeOfOtp({ id }),
        (code) => setRows(code.rows),
      ),
    [id, run],
  );
  useEffect(() => {
    if (rows === undefined) return undefined;
    const timer = setTimeout(onClose, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [rows, onClose]);
  const typed = () => {
    run(
      () => deskfob().codeOfOtp({ id, pin }),
      (code) => setRows(code.rows),
    );
    setPin('');
  };
  const wantsPin = rows === undefined && error !== undefined && error.startsWith('pin-');
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <header className="dialog-header">
            <Heading slot="title" className="dialog-title">
              {t('otp.codeTitle')}
            </Heading>
            <Button className="icon-button" aria-label={t('action.close')} onPress={onClose}>
              <X size={20} aria-hidden="true" />
            </Button>
          </header>
          <div className="dialog-body">
            {rows !== undefined && (
              <>
                <Code rows={rows} label={t('otp.codeLabel')} />
                <p>{t('otp.codeText')}</p>
              </>
            )}
            {wantsPin && (
              <form
                className="way"
                onSubmit={(event) => {
                  event.preventDefault();
                  if (pin !== '') typed();
                }}
              >
                <PinField label={t('pin.label')} value={pin} onChange={setPin} isFirst />
                <Button type="submit" className="button button-filled button-large" isDisabled={pin === '' || busy}>
                  {t('action.continue')}
                </Button>
              </form>
            )}
            <ErrorNote error={error === 'pin-required' ? undefined : error} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Dark on light in every theme: readers want it so. */
function Code({ rows, label }: { rows: readonly string[]; label: string }) {
  const size = rows.length;
  const dark = rows.flatMap((row, y) => Array.from(row).flatMap((dot, x) => (dot === '1' ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <figure className="qr-code">
      <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
        <path d={dark.join('')} />
      </svg>
      <figcaption className="visually-hidden">{label}</figcaption>
    </figure>
  );
}
