import { useRef, useState } from 'react';
import type { Key } from 'react-aria-components/GridList';
import type { AccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { type AnyAccount, isPaired } from '../authentication/anyAccount.ts';
import { ExportDialog } from '../export/ExportDialog.tsx';
import { ArrangeList } from './ArrangeList.tsx';
import { LeftOver } from './LeftOver.tsx';
import { MoveToGroup } from './MoveToGroup.tsx';
import { RemoveMany } from './RemoveMany.tsx';
import { SelectionBar } from './SelectionBar.tsx';

/** Accounts are chosen here, to do something with all of them, and dragged into the person's order. Escape leads back. */
export function ArrangeAccounts({
  all,
  shown,
  first,
  onDone,
}: {
  all: readonly AnyAccount[];
  /** Those that the search and the chosen group leave. */
  shown: readonly AnyAccount[];
  /** Ids that are chosen to begin with. */
  first: readonly string[];
  onDone: () => void;
}) {
  const { t } = useMessages();
  const intent = useIntent();
  const [ids, setIds] = useState<ReadonlySet<Key>>(() => new Set(first));
  const [dialog, setDialog] = useState<'group' | 'export' | 'remove'>();
  const [said, setSaid] = useState('');
  const [left, setLeft] = useState<readonly string[]>([]);
  const doneButton = useRef<HTMLButtonElement>(null);
  const selected = all.filter(({ id }) => ids.has(id));
  const chosen = selected.map(({ id }) => id);
  const close = (): void => setDialog(undefined);
  const done = (words: string): void => {
    close();
    setIds(new Set());
    setSaid(words);
    // With nothing chosen the button that was pressed can no longer have the focus.
    requestAnimationFrame(() => doneButton.current?.focus());
  };
  const removed = (remaining: readonly string[]): void => {
    done('');
    setLeft(remaining);
    setIds(new Set(remaining));
  };
  const select = (next: ReadonlySet<Key>): void => {
    setIds(next);
    setSaid('');
    setLeft([]);
  };
  const remove = (): void => {
    if (selected.some(isPaired)) setDialog('remove');
    else
      intent.run(
        () => deskfob().removeAccounts({ ids: chosen }),
        (answer) => removed(answer.left),
      );
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape anywhere in here is the Done button */}
      <div className="arrange" onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onDone()}>
        <SelectionBar
          selected={selected}
          said={said}
          error={intent.error}
          onAll={() => select(new Set([...chosen, ...shown.map(({ id }) => id)]))}
          onGroup={() => setDialog('group')}
          onExport={() => setDialog('export')}
          onRemove={remove}
          onDone={onDone}
          doneRef={doneButton}
        />
        <LeftOver accounts={all.filter((account): account is AccountView => isPaired(account) && left.includes(account.id))} />
        {shown.length > 0 && (
          <ArrangeList
            accounts={shown}
            selected={ids}
            onSelect={select}
            onMove={(moving, target, position) => intent.run(() => deskfob().moveAccounts({ ids: moving, target, position }))}
          />
        )}
      </div>

      {dialog === 'group' && (
        <MoveToGroup ids={chosen} all={all} onClose={close} onMoved={() => done(t('arrange.grouped', { count: chosen.length }))} />
      )}
      {dialog === 'export' && (
        <ExportDialog
          ids={selected.filter((account) => !isPaired(account)).map(({ id }) => id)}
          onClose={close}
          onSaved={(count) => done(t('export.saved', { count }))}
        />
      )}
      {dialog === 'remove' && <RemoveMany selected={selected} onClose={close} onRemoved={removed} />}
    </>
  );
}
