import { Check, ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components/Select';
import { Name } from './Name.tsx';

export interface PickerOption<T extends string> {
  value: T;
  label: string;
  /** BCP 47 tag, where the label is in another language than the page. */
  lang?: string;
}

/** One of many choices, from a list that opens. */
export function Picker<T extends string>({
  label,
  value,
  options,
  onChange,
  isDisabled = false,
  compact = false,
}: {
  label: string;
  value: T;
  options: readonly PickerOption<T>[];
  onChange: (value: T) => void;
  isDisabled?: boolean;
  /** The label is spoken only. */
  compact?: boolean;
}) {
  return (
    <Select
      className={compact ? 'picker picker-compact' : 'picker'}
      isDisabled={isDisabled}
      selectedKey={value}
      onSelectionChange={(key) => {
        const option = options.find((offered) => offered.value === key);
        if (option !== undefined) onChange(option.value);
      }}
    >
      <Label className={compact ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="picker-button">
        <SelectValue className="picker-value" />
        <ChevronDown size={16} aria-hidden="true" />
      </Button>
      <Popover className="popover">
        <ListBox className="menu picker-list" items={options}>
          {(option) => (
            <ListBoxItem id={option.value} className="menu-item" textValue={option.label}>
              <span lang={option.lang} className="picker-option">
                <Name text={option.label} />
              </span>
              <Check size={16} className="picker-check" aria-hidden="true" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
