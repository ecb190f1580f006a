import { type ChangeEvent, useLayoutEffect, useRef, useState } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components/TextField';
import { useMessages } from '../../../i18n/useMessages.ts';
import { bareKey, caretAfter, formatKey, type KeyProblem, keyProblem } from '../pairingKey.ts';

/** The pairing key, grouped while it is typed. Too long and impossible characters are said at once, too short when the person has finished. */
export function KeyField({ value, onChange, showShort }: { value: string; onChange: (value: string) => void; showShort: boolean }) {
  const { t } = useMessages();
  const [left, setLeft] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (caret.current !== undefined) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    const { value: text, selectionStart } = event.target;
    const formatted = formatKey(text);
    const atEnd = selectionStart === null || selectionStart === text.length;
    caret.current = atEnd ? formatted.length : caretAfter(formatted, bareKey(text.slice(0, selectionStart)).length);
    onChange(formatted);
  };
  const problem = value === '' ? undefined : keyProblem(value);
  const said = problem !== undefined && (problem.type !== 'short' || left || showShort) ? problem : undefined;
  return (
    <TextField className="field" value={value} isInvalid={said !== undefined} validationBehavior="aria" onBlur={() => setLeft(true)}>
      <Label className="field-label">{t('pairing.key')}</Label>
      <Input
        ref={input}
        className="input input-key"
        onChange={change}
        placeholder="XXXX-XXXX-XXXX"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="characters"
      />
      {said === undefined && (
        <Text slot="description" className="field-description">
          {t('pairing.keyDescription')}
        </Text>
      )}
      <FieldError className="field-error">{said !== undefined && <ProblemText problem={said} />}</FieldError>
    </TextField>
  );
}

function ProblemText({ problem }: { problem: KeyProblem }) {
  const { t } = useMessages();
  if (problem.type === 'short') return t('pairing.keyShort', { count: problem.missing });
  if (problem.type === 'long') return t('pairing.keyLong', { count: problem.count });
  return t('pairing.keyCharacter', { character: problem.character });
}
