import { ToggleButton, ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { Name } from '../../components/Name.tsx';
import { useMessages } from '../../i18n/useMessages.ts';

/** No group is called so: a name has a letter at least. */
const ALL = '';

/** Shows one group alone, or all of them again. */
export function GroupFilter({
  groups,
  chosen = ALL,
  onChoose,
}: {
  groups: readonly string[];
  chosen: string | undefined;
  onChoose: (group: string | undefined) => void;
}) {
  const { t } = useMessages();
  return (
    <ToggleButtonGroup
      className="group-filter"
      aria-label={t('arrange.groups')}
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => onChoose(groups.find((group) => keys.has(group)))}
      disallowEmptySelection
    >
      <ToggleButton id={ALL} className="group-chip">
        {t('arrange.allGroups')}
      </ToggleButton>
      {groups.map((group) => (
        <ToggleButton key={group} id={group} className="group-chip">
          <Name text={group} />
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
