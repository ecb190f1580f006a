import { useState } from 'react';
import { Confirmation } from '../../components/Confirmation.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import type { AnyAccount } from '../authentication/anyAccount.ts';
import { DeleteHistory } from '../authentication/DeleteHistory.tsx';
import { AccountLines } from './AccountLines.tsx';
import { removalOf } from './removalOf.ts';

/** Asks once before many accounts are removed, and says which organisations are told of it. */
export function RemoveMany({
  selected,
  onClose,
  onRemoved,
}: {
  selected: readonly AnyAccount[];
  onClose: () => void;
  /** @param left ids of those that are still there */
  onRemoved: (left: readonly string[]) => void;
}) {
  const { t, rich } = useMessages();
  const intent = useIntent();
  const [deleteHistory, setDeleteHistory] = useState(false);
  const { told, living, dead, plain } = removalOf(selected);
  const ids = selected.map(({ id }) => id);
  return (
    <Confirmation
      title={t('arrange.removeTitle', { count: selected.length })}
      confirm={t('arrange.removeConfirm', { count: selected.length })}
      onConfirm={() =>
        intent.run(
          () => deskfob().removeAccounts({ ids, deleteHistory }),
          ({ left }) => onRemoved(left),
        )
      }
      keep={t('remove.keep')}
      onKeep={onClose}
      busy={intent.busy}
    >
      {living > 0 && (
        <>
          <p>{t('arrange.removeTold', { count: living })}</p>
          <AccountLines
            lines={told.map(({ organisation, count }) => ({
              id: organisation,
              text: rich('arrange.removeOrganisation', { organisation, count }),
            }))}
          />
          <p>{t('arrange.removeAgain')}</p>
        </>
      )}
      {dead > 0 && <p>{t('arrange.removeDead', { count: dead })}</p>}
      {plain > 0 && <p>{t('arrange.removePlain', { count: plain })}</p>}
      <DeleteHistory label={t('arrange.history')} hint={t('arrange.historyHint')} value={deleteHistory} onChange={setDeleteHistory} />
      <ErrorNote error={intent.error} />
    </Confirmation>
  );
}
