import { useState } from 'react';
import type { OtpAccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { FormDialog } from '../arrange/FormDialog.tsx';
import { GroupField } from '../arrange/GroupField.tsx';
import { NameField } from '../arrange/NameField.tsx';
import { TagsField } from '../arrange/TagsField.tsx';
import { type TypedTags, typedTags } from '../arrange/typedTags.ts';
import { type AnyAccount, groupsOf, tagsOf } from '../authentication/anyAccount.ts';

/** Gives an account of an ordinary site other names, a group, or tags. */
export function EditOtp({ account, all, onClose }: { account: OtpAccountView; all: readonly AnyAccount[]; onClose: () => void }) {
  const { t, locale } = useMessages();
  const intent = useIntent();
  const [names, setNames] = useState({ issuer: account.issuer, label: account.label });
  const [group, setGroup] = useState(account.group ?? '');
  const [tags, setTags] = useState<TypedTags>({ tags: account.tags ?? [], text: '' });
  return (
    <FormDialog
      title={t('otp.edit')}
      save={t('otp.save')}
      intent={intent}
      onSave={() => intent.run(() => deskfob().editOtp({ id: account.id, ...names, group, tags: typedTags(tags) }), onClose)}
      onClose={onClose}
    >
      {(['issuer', 'label'] as const).map((name) => (
        <NameField key={name} label={t(`otp.${name}`)} value={names[name]} onChange={(text) => setNames({ ...names, [name]: text })} />
      ))}
      <GroupField value={group} groups={groupsOf(all, locale)} onChange={setGroup} />
      <TagsField value={tags} names={tagsOf(all, locale)} onChange={setTags} />
    </FormDialog>
  );
}
