import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components/TextField';
import type { ExportKind } from '../../../bridge/importing.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { PinField } from '../../components/PinField.tsx';
import { Segments } from '../../components/Segments.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

const KINDS = ['backup', 'otpauth', 'aegis'] as const satisfies readonly ExportKind[];

/** Saves the accounts of ordinary sites: encrypted for Deskfob, or as other apps read them. Main asks who it is, and where to. */
export function ExportDialog({
  ids,
  onClose,
  onSaved,
}: {
  /** Of the accounts to save; all without it. */
  ids?: string[];
  onClose: () => void;
  onSaved: (count: number) => void;
}) {
  const { t } = useMessages();
  const intent = useIntent();
  const [kind, setKind] = useState<ExportKind>('backup');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [pin, setPin] = useState('');
  const [tried, setTried] = useState(false);
  const [wantsPin, setWantsPin] = useState(false);
  if (intent.error === 'pin-required' && !wantsPin) setWantsPin(true);
  const differs = kind === 'backup' && password !== again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (differs) return;
    intent.run(
      () =>
        deskfob().exportOtp({
          kind,
          ...(ids !== undefined && { ids }),
          ...(kind === 'backup' && { password }),
          ...(pin !== '' && { pin }),
        }),
      ({ written }) => {
        if (written === undefined) return;
        onSaved(written);
        onClose();
      },
    );
    setPin('');
  };
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title" className="dialog-title">
            {t('export.dialog')}
          </Heading>
          <form className="dialog-body" onSubmit={submit}>
            {ids !== undefined && <p className="dialog-intro">{t('export.some', { count: ids.length })}</p>}
            <Segments
              label={t('export.kind')}
              value={kind}
              options={KINDS.map((value) => ({ value, label: value === 'aegis' ? 'Aegis' : t(`export.${value}`) }))}
              onChange={setKind}
            />
            {kind === 'backup' ? (
              <>
                <p>{t(ids === undefined ? 'export.backupText' : 'export.backupSome')}</p>
                <TextField className="field" type="password" value={password} onChange={setPassword} maxLength={1024}>
                  <Label className="field-label">{t('export.password')}</Label>
                  <Input className="input" autoComplete="new-password" />
                  <Text slot="description" className="field-description">
                    {t('export.passwordHint')}
                  </Text>
                </TextField>
                <TextField
                  className="field"
                  type="password"
                  value={again}
                  onChange={setAgain}
                  maxLength={1024}
                  isInvalid={tried && differs}
                  validationBehavior="aria"
                >
                  <Label className="field-label">{t('export.again')}</Label>
                  <Input className="input" autoComplete="new-password" />
                  <FieldError className="field-error">{t('export.differs')}</FieldError>
                </TextField>
              </>
            ) : (
              <div className="note note-warning">
                <TriangleAlert size={18} aria-hidden="true" />
                <p>{t('export.plainText')}</p>
              </div>
            )}
            {wantsPin && <PinField label={t('pin.label')} value={pin} onChange={setPin} />}
            <ErrorNote error={intent.error === 'pin-required' ? undefined : intent.error} />
            <div className="dialog-actions">
              <Button className="button" onPress={onClose}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" className="button button-filled" isDisabled={intent.busy || (wantsPin && pin === '')}>
                {t('export.save')}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
