import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components/Checkbox';

/** Whether what happened with accounts is forgotten with them. */
export function DeleteHistory({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <>
      <Checkbox className="checkbox" isSelected={value} onChange={onChange}>
        <span className="checkbox-box" aria-hidden="true">
          <Check size={14} />
        </span>
        {label}
      </Checkbox>
      <p className="field-description">{hint}</p>
    </>
  );
}
