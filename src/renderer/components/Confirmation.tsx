import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

export interface ConfirmationProps {
  title: ReactNode;
  children: ReactNode;
  /** What the one dangerous button says and does. */
  confirm: string;
  onConfirm: () => void;
  keep: string;
  onKeep: () => void;
  busy?: boolean;
}

/** Asks before something that cannot be taken back. Escape keeps everything as it is, and no button has the focus at first. */
export function Confirmation({ title, children, confirm, onConfirm, keep, onKeep, busy = false }: ConfirmationProps) {
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onKeep()}>
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          <div className="dialog-body">{children}</div>
          <div className="dialog-actions">
            <Button className="button" onPress={onKeep}>
              {keep}
            </Button>
            <Button className="button button-danger" onPress={onConfirm} isDisabled={busy}>
              {confirm}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
