import { useState } from 'react';
import { Text } from 'react-aria-components/TextField';
import type { AccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { type AnyAccount, groupsOf, tagsOf } from '../authentication/anyAccount.ts';
import { FormDialog } from './FormDialog.tsx';
import { GroupField } from './GroupField.tsx';
import { NameField } from './NameField.tsx';
import { TrueNames } from './TrueNames.tsx';
import { TagsField } from './TagsField.tsx';
import { type TypedTags, typedTags } from './typedTags.ts';

/** Gives an account of an organisation a name of the person's own beside its true ones, a group, and tags. */
export function EditAccount({ account, all, onClose }: { account: AccountView; all: readonly AnyAccount[]; onClose: () => void }) {
  const { t, locale } = useMessages();
  const intent = useIntent();
  const [ownName, setOwnName] = useState(account.ownName ?? '');
  const [group, setGroup] = useState(account.group ?? '');
  const [tags, setTags] = useState<TypedTags>({ tags: account.tags ?? [], text: '' });
  return (
    <FormDialog
      title={t('otp.edit')}
      save={t('otp.save')}
      intent={intent}
      onSave={() => intent.run(() => deskfob().editAccount({ id: account.id, ownName, group, tags: typedTags(tags) }), onClose)}
      onClose={onClose}
    >
      <p className="dialog-intro">
        <TrueNames account={account} />
      </p>
      <NameField label={t('arrange.ownName')} value={ownName} onChange={setOwnName}>
        <Text slot="description" className="field-description">
          {t('arrange.ownNameHint')}
        </Text>
      </NameField>
      <GroupField value={group} groups={groupsOf(all, locale)} onChange={setGroup} />
      <TagsField value={tags} names={tagsOf(all, locale)} onChange={setTags} />
    </FormDialog>
  );
}
