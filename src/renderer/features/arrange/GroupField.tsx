import { Text } from 'react-aria-components/TextField';
import { useMessages } from '../../i18n/useMessages.ts';
import { SuggestField } from './SuggestField.tsx';

/** A group that is there already, or the name of a new one. */
export function GroupField({ value, groups, onChange }: { value: string; groups: readonly string[]; onChange: (group: string) => void }) {
  const { t } = useMessages();
  return (
    <SuggestField label={t('otp.group')} value={value} names={groups} onType={onChange} onChoose={onChange}>
      <Text slot="description" className="field-description">
        {t('arrange.groupHint')}
      </Text>
    </SuggestField>
  );
}
