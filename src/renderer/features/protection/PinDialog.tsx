import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { ErrorCode } from '../../../bridge/errors.ts';
import type { VerificationView } from '../../../bridge/protection.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { secondsLeft } from '../requests/requestWords.ts';

export interface PinDialogProps {
  title: string;
  confirm: string;
  pin: VerificationView['pin'];
  error: ErrorCode | undefined;
  /** Everything is filled in. */
  isComplete: boolean;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A question that is answered by typing a PIN. After too many wrong ones its button says how long to wait. */
export function PinDialog({ title, confirm, pin, error, isComplete, busy, onConfirm, onClose, children }: PinDialogProps) {
  const messages = useMessages();
  const { t } = messages;
  const waitMs = useRemaining(pin.waitMs ?? 0);
  const mayConfirm = isComplete && !busy && waitMs === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (mayConfirm) onConfirm();
  };
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          <form className="dialog-body" onSubmit={submit}>
            {children}
            <ErrorNote error={error} />
            <div className="dialog-actions">
              <Button className="button" onPress={onClose}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" className="button button-filled" isDisabled={!mayConfirm}>
                {waitMs > 0 ? t('lock.wait', { time: secondsLeft(messages, waitMs) }) : confirm}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
