import { X } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { PairingListView } from '../../../../bridge/pairingList.ts';
import { useMessages } from '../../../i18n/useMessages.ts';
import { deskfob } from '../../../state/deskfob.ts';
import { useIntent } from '../../../state/useIntent.ts';
import { CompareHosts } from './CompareHosts.tsx';
import { ListEnd } from './ListEnd.tsx';
import { ListRun } from './ListRun.tsx';
import { ReviewList } from './ReviewList.tsx';

export type ShownList = Exclude<PairingListView, { step: 'none' }>;

const TITLES = {
  review: 'list.reviewTitle',
  compare: 'list.compareTitle',
  running: 'list.runningTitle',
  stopped: 'list.stoppedTitle',
  done: 'list.doneTitle',
} as const;

/** Many pairings in one go, from the question to the last result. While it works it is stopped, not closed. */
export function PairingListDialog({ list, toConfirm, onClose }: { list: ShownList; toConfirm: number; onClose: () => void }) {
  const { t } = useMessages();
  const intent = useIntent();
  const isRunning = list.step === 'running';
  const close = () => intent.run(() => deskfob().closePairingList(), onClose);
  return (
    <ModalOverlay className="overlay" isOpen isKeyboardDismissDisabled={isRunning} onOpenChange={(stays) => !stays && close()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <header className="dialog-header">
            <Heading slot="title" className="dialog-title">
              {t(TITLES[list.step])}
            </Heading>
            {!isRunning && (
              <Button className="icon-button" aria-label={t('action.close')} onPress={close}>
                <X size={20} aria-hidden="true" />
              </Button>
            )}
          </header>
          <div className="dialog-body">
            {list.step === 'review' && <ReviewList list={list} intent={intent} onCancel={close} />}
            {list.step === 'compare' && <CompareHosts list={list} intent={intent} onCancel={close} />}
            {list.step === 'running' && <ListRun list={list} intent={intent} />}
            {(list.step === 'stopped' || list.step === 'done') && (
              <ListEnd list={list} toConfirm={toConfirm} intent={intent} onClose={close} />
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
