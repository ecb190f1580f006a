import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import type { ImportView } from '../../../bridge/importing.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { FORMAT_NAMES } from './importWords.ts';

/** Asks for the password of the file. It goes to main and is not kept. */
export function ImportPassword({ importing }: { importing: Extract<ImportView, { step: 'password' }> }) {
  const { t, rich } = useMessages();
  const intent = useIntent();
  const [password, setPassword] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // Nothing else can be done first.
  useEffect(() => input.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== '') intent.run(() => deskfob().openImport({ password }));
  };
  return (
    <form className="way" onSubmit={submit}>
      <p className="dialog-intro">{rich('import.passwordText', { app: FORMAT_NAMES[importing.format] ?? 'otpauth' })}</p>
      <TextField className="field" type="password" value={password} onChange={setPassword} maxLength={1024}>
        <Label className="field-label">{t('import.password')}</Label>
        <Input ref={input} className="input" autoComplete="off" />
      </TextField>
      <ErrorNote error={intent.error ?? (importing.wrong ? 'password-wrong' : undefined)} />
      <Button type="submit" className="button button-filled button-large" isDisabled={password === '' || intent.busy}>
        {t('action.continue')}
      </Button>
    </form>
  );
}
