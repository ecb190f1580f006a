import { ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components/ComboBox';
import { Name } from '../../components/Name.tsx';
import { LONGEST_NAME } from './longestName.ts';

/** Text that is typed freely; names that are there already are offered while it is. */
export function SuggestField({
  label,
  value,
  names,
  onType,
  onChoose,
  children,
}: {
  label: string;
  value: string;
  names: readonly string[];
  onType: (text: string) => void;
  onChoose: (name: string) => void;
  /** Beneath the field. */
  children?: ReactNode;
}) {
  /** Only while the list that offers it is closing: what counts is the text. */
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <ComboBox
      className="field"
      allowsCustomValue
      inputValue={value}
      onInputChange={onType}
      selectedKey={chosen}
      onSelectionChange={(key) => {
        if (key === null || key === chosen) return;
        setChosen(String(key));
        onChoose(String(key));
      }}
      onOpenChange={(isOpen) => {
        if (!isOpen) setChosen(null);
      }}
      defaultItems={names.map((name) => ({ name }))}
    >
      <Label className="field-label">{label}</Label>
      <div className="suggest-input">
        <Input className="input" dir="auto" maxLength={LONGEST_NAME} />
        {names.length > 0 && (
          <Button className="icon-button">
            <ChevronDown size={18} aria-hidden="true" />
          </Button>
        )}
      </div>
      {children}
      <Popover className="popover suggest-list">
        <ListBox<{ name: string }> className="menu picker-list">
          {({ name }) => (
            <ListBoxItem id={name} className="menu-item" textValue={name}>
              <Name text={name} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
