import { Label } from 'react-aria-components/TextField';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';

/** One of a few choices, side by side. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  const choose = (chosen: string) => {
    const option = options.find((offered) => offered.value === chosen);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <RadioGroup className="segments-field" value={value} onChange={choose} orientation="horizontal">
      <Label className="field-label">{label}</Label>
      <div className="segments">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="segment">
            {option.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
