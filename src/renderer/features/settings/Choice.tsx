import { type ReactNode, useId } from 'react';
import { Switch } from 'react-aria-components/Switch';

export interface ChoiceProps {
  label: string;
  hint: ReactNode;
  value: boolean;
  onChange: (value: boolean) => void;
  isDisabled?: boolean;
}

/** Something that is on or off, and what that means. */
export function Choice({ label, hint, value, onChange, isDisabled = false }: ChoiceProps) {
  const id = useId();
  return (
    <div className="choice">
      <Switch className="switch" isSelected={value} onChange={onChange} aria-describedby={id} isDisabled={isDisabled}>
        <span className="switch-label">{label}</span>
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
      </Switch>
      <p className="field-description" id={id}>
        {hint}
      </p>
    </div>
  );
}
