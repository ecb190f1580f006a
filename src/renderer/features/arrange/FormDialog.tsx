import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import type { Intent } from '../../state/useIntent.ts';

/** A few fields, and the one button that keeps what stands in them. */
export function FormDialog({
  title,
  save,
  intent,
  onSave,
  onClose,
  children,
}: {
  title: string;
  save: string;
  intent: Intent;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useMessages();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <form className="contents" onSubmit={submit}>
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            <div className="dialog-body way">
              {children}
              <ErrorNote error={intent.error} />
            </div>
            <div className="dialog-actions">
              <Button className="button" onPress={onClose}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" className="button button-filled" isDisabled={intent.busy}>
                {save}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
