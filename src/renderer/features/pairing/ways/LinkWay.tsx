import type { FormEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { Label, Text, TextArea, TextField } from 'react-aria-components/TextField';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { deskfob } from '../../../state/deskfob.ts';
import { listOf } from './listOf.ts';
import type { WayProps } from './ways.ts';

/** As much as a list of a thousand links takes. */
const LONGEST = 256 * 1024;

/** Paste the link that the organisation's page shows, or many of them. */
export function LinkWay({ draft, onDraft, intent }: WayProps) {
  const { t } = useMessages();
  const link = draft.link.trim();
  const list = listOf(link);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (link === '') return;
    intent.run(async () => {
      if (list !== undefined) return await deskfob().openPairingList({ text: list });
      if (/^otpauth/i.test(link)) return await deskfob().importTexts({ texts: [link] });
      return await deskfob().openPairingLink({ link });
    });
  };
  return (
    <form className="way" onSubmit={submit}>
      <TextField
        className="field"
        value={draft.link}
        onChange={(text) => onDraft({ ...draft, link: listOf(text) ?? text.replace(/\s+/g, '') })}
        maxLength={LONGEST}
      >
        <Label className="field-label">{t('pairing.link')}</Label>
        <TextArea
          className="input input-link"
          rows={3}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={(event) => event.key === 'Enter' && submit(event)}
        />
        <Text slot="description" className="field-description">
          {t('pairing.linkDescription')}
        </Text>
      </TextField>
      <ErrorNote error={intent.error} />
      <Button type="submit" className="button button-filled button-large" isDisabled={link === '' || intent.busy}>
        {t('action.continue')}
      </Button>
    </form>
  );
}
