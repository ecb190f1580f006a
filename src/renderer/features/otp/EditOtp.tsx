import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

const LONGEST = 200;

/** Gives an account of an ordinary site other names, or a group. */
export function EditOtp({ account, onClose }: { account: OtpAccountView; onClose: () => void }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [names, setNames] = useState({ issuer: account.issuer, label: account.label, group: account.group ?? '' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    intent.run(() => deskfob().editOtp({ id: account.id, ...names }), onClose);
  };
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <form className="contents" onSubmit={submit}>
            <Heading slot="title" className="dialog-title">
              {t('otp.edit')}
            </Heading>
            <div className="dialog-body way">
              {(['issuer', 'label', 'group'] as const).map((name) => (
                <TextField
                  key={name}
                  className="field"
                  value={names[name]}
                  maxLength={LONGEST}
                  onChange={(text) => setNames({ ...names, [name]: text })}
                >
                  <Label className="field-label">{t(`otp.${name}`)}</Label>
                  <Input className="input" dir="auto" autoComplete="off" />
                </TextField>
              ))}
              <ErrorNote error={intent.error} />
            </div>
            <div className="dialog-actions">
              <Button className="button" onPress={onClose}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" className="button button-filled" isDisabled={intent.busy}>
                {t('otp.save')}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
