import { LoaderCircle, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { AppView } from '../../../bridge/views.ts';
import { type Messages, useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { ImportSteps, importTitle } from '../import/ImportSteps.tsx';
import { isDead } from '../authentication/accountState.ts';
import type { Choice } from './choose/choicesOf.ts';
import { ChooseCode } from './choose/ChooseCode.tsx';
import { CompareFingerprint } from './CompareFingerprint.tsx';
import { ConfirmHost } from './ConfirmHost.tsx';
import { Paired } from './Paired.tsx';
import { PairingFailed } from './PairingFailed.tsx';
import { PairingWays } from './PairingWays.tsx';
import type { Draft, WayId } from './ways/ways.ts';

export interface Adding {
  way: WayId;
  signInName?: string;
}

/** Adding an account, from the way chosen to the last word. A clicked link opens it on the confirmation page, straight from the view. */
export function PairingDialog({
  view,
  adding,
  onAdding,
}: {
  view: AppView;
  adding: Adding | undefined;
  onAdding: (adding: Adding | undefined) => void;
}) {
  const { pairing } = view;
  const close = () => {
    onAdding(undefined);
    if (pairing.step !== 'none')
      void deskfob()
        .cancelPairing()
        .catch(() => undefined);
    if (view.importing.step !== 'none')
      void deskfob()
        .cancelImport()
        .catch(() => undefined);
  };
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(stays) => !stays && close()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Steps view={view} adding={adding} onAdding={onAdding} onClose={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Steps({
  view,
  adding,
  onAdding,
  onClose,
}: {
  view: AppView;
  adding: Adding | undefined;
  onAdding: (adding: Adding) => void;
  onClose: () => void;
}) {
  const messages = useMessages();
  const { t } = messages;
  const intent = useIntent();
  const [draft, setDraft] = useState<Draft>({ link: '', signInName: adding?.signInName ?? '', key: '' });
  const [goingOn, setGoingOn] = useState<number>();
  const [way, setWay] = useState<WayId>(adding?.way ?? 'link');
  const [choices, setChoices] = useState<readonly Choice[]>();
  const { pairing } = view;
  const account = pairing.step === 'paired' ? view.accounts.find(({ id }) => id === pairing.accountId) : undefined;
  const isImporting = pairing.step === 'none' && view.importing.step !== 'none' && !isGoingOn(view, goingOn);
  const isAtStart = pairing.step === 'none' && !isImporting;
  // One of them was taken.
  if (!isAtStart && choices !== undefined) setChoices(undefined);
  const back = () => {
    onAdding(adding ?? { way: 'link' });
    // Of several codes those that are read stay; everything else begins anew.
    if (view.importing.step === 'collecting') setGoingOn(view.importing.have);
    else intent.run(() => deskfob().cancelImport());
  };
  const change = () => {
    onAdding(adding ?? { way: 'link' });
    intent.run(() => deskfob().cancelPairing());
  };
  return (
    <>
      <header className="dialog-header">
        <Heading slot="title" className="dialog-title">
          {isAtStart && choices !== undefined ? t('choose.title') : titleOf(messages, view)}
        </Heading>
        <Button className="icon-button" aria-label={t('action.close')} onPress={onClose}>
          <X size={20} aria-hidden="true" />
        </Button>
      </header>
      <div className="dialog-body">
        {isImporting && <ImportSteps importing={view.importing} onBack={back} onDone={onClose} />}
        {isAtStart && choices !== undefined && (
          <ChooseCode choices={choices} intent={intent} onBack={() => (intent.clear(), setChoices(undefined))} />
        )}
        {isAtStart && choices === undefined && (
          <PairingWays
            way={way}
            onWay={setWay}
            draft={draft}
            onDraft={setDraft}
            intent={intent}
            onSeveral={setChoices}
            platform={view.app.platform}
          />
        )}
        {pairing.step === 'confirm' && <ConfirmHost pairing={pairing} intent={intent} onCancel={onClose} />}
        {pairing.step === 'contacting' && (
          <output className="contacting">
            <LoaderCircle className="spinner tone-good" size={36} aria-hidden="true" />
            <span>{t('pairing.contactingText')}</span>
            <Button className="button" onPress={onClose}>
              {t('action.cancel')}
            </Button>
          </output>
        )}
        {pairing.step === 'fingerprint' && <CompareFingerprint pairing={pairing} intent={intent} onCancel={onClose} />}
        {pairing.step === 'paired' && <Paired pairing={pairing} account={account} onDone={onClose} />}
        {pairing.step === 'failed' && <PairingFailed pairing={pairing} intent={intent} onChange={change} />}
      </div>
    </>
  );
}

/** Whether the person went back to scan the next of several codes, and none has come since. */
function isGoingOn({ importing }: AppView, have: number | undefined): boolean {
  return importing.step === 'collecting' && importing.have === have;
}

function titleOf(messages: Messages, { pairing, accounts, importing }: AppView): ReactNode {
  const { t, rich } = messages;
  if (pairing.step === 'none' && importing.step !== 'none') return importTitle(messages, importing);
  switch (pairing.step) {
    case 'none':
      return t('pairing.title');
    case 'confirm':
      return rich('pairing.confirm', { host: pairing.host });
    case 'contacting':
      return rich('pairing.contacting', { host: pairing.host });
    case 'fingerprint':
      return rich('pairing.fingerprint', { organisation: pairing.organisation.name });
    case 'paired': {
      const state = accounts.find(({ id }) => id === pairing.accountId)?.state;
      if (state === 'active') return rich('pairing.ready', { organisation: pairing.organisation.name });
      return state !== undefined && isDead(state) ? t('pairing.stopped') : t('pairing.paired');
    }
    case 'failed':
      return t('pairing.stopped');
  }
}
