import { type KeyboardEvent, type MouseEvent, type Ref, useRef, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { digitsOf } from './digits.ts';

export interface NumberEntryProps {
  label: string;
  /** Spoken instead of `label`; says how many digits. */
  accessibleLabel: string;
  digits: number;
  value: string;
  onChange: (value: string) => void;
  isDisabled: boolean;
  inputRef: Ref<HTMLInputElement>;
}

/** A number as separate boxes: one real, invisible input lies over them, so that pasting, typing and screen readers work as everywhere. */
export function NumberEntry({ label, accessibleLabel, digits, value, onChange, isDisabled, inputRef }: NumberEntryProps) {
  const [caret, setCaret] = useState(value.length);
  const boxes = useRef<HTMLDivElement>(null);
  const active = Math.min(caret, digits - 1);
  const moveTo = (input: HTMLInputElement, place: number) => {
    const from = Math.max(0, Math.min(place, input.value.length));
    // A filled box is selected, so that typing replaces its digit.
    input.setSelectionRange(from, Math.min(from + 1, input.value.length));
    setCaret(from);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // A key that is still held from before is no wish to approve.
    if (event.key === 'Enter' && event.repeat) return event.preventDefault();
    const input = event.currentTarget;
    const targets: Record<string, number> = { ArrowLeft: caret - 1, ArrowRight: caret + 1, Home: 0, End: input.value.length };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    moveTo(input, target);
  };
  const onClick = (event: MouseEvent<HTMLInputElement>) => {
    const places = Array.from(boxes.current?.children ?? [], (box) => box.getBoundingClientRect());
    const place = places.findIndex((box) => event.clientX <= box.right);
    moveTo(event.currentTarget, place === -1 ? digits : place);
  };
  return (
    <TextField
      className="number-entry"
      aria-label={accessibleLabel}
      value={value}
      onChange={(text) => onChange(digitsOf(text, digits))}
      isDisabled={isDisabled}
      inputMode="numeric"
      autoComplete="off"
    >
      <Label className="number-label" aria-hidden="true">
        {label}
      </Label>
      <div className="number-field">
        <div className="number-boxes" ref={boxes} aria-hidden="true">
          {Array.from({ length: digits }, (_, index) => (
            <span key={index} className={index === active ? 'number-box number-box-active' : 'number-box'}>
              {value.charAt(index)}
            </span>
          ))}
        </div>
        <Input
          ref={inputRef}
          className="number-input"
          spellCheck={false}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? value.length)}
        />
      </div>
    </TextField>
  );
}
