import { Label } from 'react-aria-components/TextField';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';

/** One of the offered numbers. Choosing decides nothing yet; Approve does. */
export function NumberChoice({
  label,
  options,
  value,
  onChange,
  isDisabled,
}: {
  label: string;
  options: readonly string[];
  value: string;
  onChange: (value: string) => void;
  isDisabled: boolean;
}) {
  return (
    <RadioGroup
      className="number-choice"
      value={value === '' ? null : value}
      onChange={onChange}
      isDisabled={isDisabled}
      orientation="horizontal"
    >
      <Label className="number-label">{label}</Label>
      <div className="number-options">
        {options.map((option) => (
          <Radio key={option} value={option} className="number-option">
            {option}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
