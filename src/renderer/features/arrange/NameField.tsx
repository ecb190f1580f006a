import type { ReactNode } from 'react';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { LONGEST_NAME } from './longestName.ts';

/** A name that is typed freely. */
export function NameField({
  label,
  value,
  onChange,
  children,
}: {
  label: string;
  value: string;
  onChange: (name: string) => void;
  /** Beneath the field. */
  children?: ReactNode;
}) {
  return (
    <TextField className="field" value={value} maxLength={LONGEST_NAME} onChange={onChange}>
      <Label className="field-label">{label}</Label>
      <Input className="input" dir="auto" autoComplete="off" />
      {children}
    </TextField>
  );
}
