import { useState } from 'react';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { type AnyAccount, groupsOf } from '../authentication/anyAccount.ts';
import { FormDialog } from './FormDialog.tsx';
import { GroupField } from './GroupField.tsx';

/** Puts accounts of both kinds into one group, or out of theirs. */
export function MoveToGroup({
  ids,
  all,
  onClose,
  onMoved,
}: {
  ids: string[];
  all: readonly AnyAccount[];
  onClose: () => void;
  onMoved: () => void;
}) {
  const { t, locale } = useMessages();
  const intent = useIntent();
  const [group, setGroup] = useState('');
  return (
    <FormDialog
      title={t('arrange.groupTitle', { count: ids.length })}
      save={t('arrange.groupSave')}
      intent={intent}
      onSave={() => intent.run(() => deskfob().groupAccounts({ ids, group }), onMoved)}
      onClose={onClose}
    >
      <GroupField value={group} groups={groupsOf(all, locale)} onChange={setGroup} />
    </FormDialog>
  );
}
