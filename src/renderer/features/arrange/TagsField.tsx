import { X } from 'lucide-react';
import { Text } from 'react-aria-components/TextField';
import { Button, Tag, TagGroup, TagList } from 'react-aria-components/TagGroup';
import { Name } from '../../components/Name.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import type { TypedTags } from './typedTags.ts';
import { SuggestField } from './SuggestField.tsx';

/** The tags of an account: each can be taken away; another one is typed, or chosen from those that there are. */
export function TagsField({ value, names, onChange }: { value: TypedTags; names: readonly string[]; onChange: (tags: TypedTags) => void }) {
  const { t } = useMessages();
  const { tags, text } = value;
  const add = (name: string): void => onChange({ tags: tags.includes(name) || name === '' ? tags : [...tags, name], text: '' });
  const type = (next: string): void => {
    const [, whole] = /^(.*)[,،、]\s*$/u.exec(next) ?? [];
    if (whole === undefined) onChange({ tags, text: next });
    else add(whole.trim());
  };
  return (
    <div className="field">
      <SuggestField
        label={t('arrange.tags')}
        value={text}
        names={names.filter((name) => !tags.includes(name))}
        onType={type}
        onChoose={add}
      >
        <Text slot="description" className="field-description">
          {t('arrange.tagsHint')}
        </Text>
      </SuggestField>
      {tags.length > 0 && (
        <TagGroup aria-label={t('arrange.tags')} onRemove={(gone) => onChange({ tags: tags.filter((tag) => !gone.has(tag)), text })}>
          <TagList className="tag-list" items={tags.map((name) => ({ name }))}>
            {({ name }) => (
              <Tag id={name} className="tag" textValue={name}>
                <Name text={name} />
                <Button slot="remove" className="tag-remove">
                  <X size={14} aria-hidden="true" />
                </Button>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
    </div>
  );
}
