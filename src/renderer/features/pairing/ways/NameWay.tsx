import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input, Label, Text, TextField } from 'react-aria-components/TextField';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { deskfob } from '../../../state/deskfob.ts';
import { bareKey, keyProblem } from '../pairingKey.ts';
import { KeyField } from './KeyField.tsx';
import type { WayProps } from './ways.ts';

/** Type the sign-in name and the short pairing key. */
export function NameWay({ draft, onDraft, intent }: WayProps) {
  const { t } = useMessages();
  const [tried, setTried] = useState(false);
  const signInName = draft.signInName.trim();
  const problem = keyProblem(draft.key);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (signInName !== '' && problem === undefined) intent.run(() => deskfob().openPairingName({ signInName, key: bareKey(draft.key) }));
  };
  return (
    <form className="way" onSubmit={submit}>
      <TextField className="field" value={draft.signInName} onChange={(text) => onDraft({ ...draft, signInName: text })} maxLength={512}>
        <Label className="field-label">{t('pairing.signInName')}</Label>
        <Input className="input" dir="ltr" spellCheck={false} autoComplete="off" autoCapitalize="off" />
        <Text slot="description" className="field-description">
          {t('pairing.signInNameDescription')}
        </Text>
      </TextField>
      <KeyField value={draft.key} onChange={(key) => onDraft({ ...draft, key })} showShort={tried} />
      <ErrorNote error={intent.error} />
      <Button type="submit" className="button button-filled button-large" isDisabled={signInName === '' || draft.key === '' || intent.busy}>
        {t('action.continue')}
      </Button>
    </form>
  );
}
