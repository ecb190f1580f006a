import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { Input, Label, Text, TextField } from 'react-aria-components/TextField';
import { useMessages } from '../i18n/useMessages.ts';

export interface PinFieldProps {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  isDisabled?: boolean;
  /** It takes the typing as soon as it is there: nothing else can be done first. */
  isFirst?: boolean;
}

/** A PIN or passphrase: hidden while it is typed, unless the person wants to see it. */
export function PinField({ label, description, value, onChange, isDisabled = false, isFirst = false }: PinFieldProps) {
  const { t } = useMessages();
  const [shown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, [isFirst]);
  const Sign = shown ? EyeOff : Eye;
  return (
    <TextField
      className="field"
      type={shown ? 'text' : 'password'}
      value={value}
      onChange={onChange}
      isDisabled={isDisabled}
      autoComplete="off"
      maxLength={128}
    >
      <Label className="field-label">{label}</Label>
      <div className="pin-input">
        <Input ref={input} className="input" spellCheck={false} />
        <ToggleButton
          className="icon-button"
          isSelected={shown}
          onChange={setShown}
          isDisabled={isDisabled}
          aria-label={t(shown ? 'pin.hide' : 'pin.reveal')}
        >
          <Sign size={18} aria-hidden="true" />
        </ToggleButton>
      </div>
      {description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
    </TextField>
  );
}
