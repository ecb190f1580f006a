import { Check, GripVertical } from 'lucide-react';
import { createContext, useContext, useMemo } from 'react';
import { Button, Checkbox, GridList, GridListItem, type Key } from 'react-aria-components/GridList';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { MovePosition } from '../../../bridge/channels.ts';
import { OrganisationBadge } from '../../components/OrganisationBadge.tsx';
import { Name } from '../../components/Name.tsx';
import { SiteBadge } from '../../components/SiteBadge.tsx';
import { type Messages, useMessages } from '../../i18n/useMessages.ts';
import { type AnyAccount, isPaired } from '../authentication/anyAccount.ts';
import { CardMarks } from '../authentication/CardMarks.tsx';
import { CardTitle } from '../authentication/CardTitle.tsx';
import type { AccountNames } from '../authentication/Passcode.tsx';
import { otpNames } from '../otp/otpNames.ts';

const layout = { estimatedRowSize: 70, dropIndicatorThickness: 3 };
/** Nothing that another program could read from a drag. */
const DRAG_TYPE = 'application/x-deskfob-account';
const AccountsContext = createContext<ReadonlyMap<string, AnyAccount>>(new Map());

/** The accounts without their codes: each can be ticked, and dragged by mouse, touch or keyboard. Only those in sight are in the document. */
export function ArrangeList({
  accounts,
  selected,
  onSelect,
  onMove,
}: {
  accounts: readonly AnyAccount[];
  selected: ReadonlySet<Key>;
  /** As the list gives them: they know where a choice by Shift begins. */
  onSelect: (ids: ReadonlySet<Key>) => void;
  onMove: (ids: string[], target: string, position: MovePosition) => void;
}) {
  const messages = useMessages();
  const { t } = messages;
  const byId = useMemo(() => new Map(accounts.map((account) => [account.id, account])), [accounts]);
  // The same items again for as long as ids and names are the same: of other ones the list draws every row anew, in sight or not.
  const written = accounts.map((account) => `${account.id} ${spoken(messages, account)}`).join('\n');
  const items = useMemo(() => (written === '' ? [] : written.split('\n').map(rowOf)), [written]);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => Array.from(keys, (key) => ({ [DRAG_TYPE]: String(key) })),
    renderDragPreview: (dragged) => <div className="drag-preview">{t('arrange.dragged', { count: dragged.length })}</div>,
    onReorder: ({ keys, target }) => {
      if (target.dropPosition !== 'on') onMove(Array.from(keys, String), String(target.key), target.dropPosition);
    },
  });
  return (
    <AccountsContext value={byId}>
      <Virtualizer layout={ListLayout} layoutOptions={layout}>
        <GridList
          className="account-many"
          aria-label={t('authentication.accounts')}
          selectionMode="multiple"
          selectedKeys={selected}
          onSelectionChange={(keys) => onSelect(keys === 'all' ? new Set([...selected, ...byId.keys()]) : keys)}
          escapeKeyBehavior="none"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for the mode, and the button that did may be gone
          autoFocus="first"
          dragAndDropHooks={dragAndDropHooks}
          items={items}
        >
          {row}
        </GridList>
      </Virtualizer>
    </AccountsContext>
  );
}

const row = ({ id, name }: { id: string; name: string }) => (
  <GridListItem id={id} className="account-many-row" textValue={name}>
    <Card id={id} />
  </GridListItem>
);

function Card({ id }: { id: string }) {
  const messages = useMessages();
  const account = useContext(AccountsContext).get(id);
  if (account === undefined) return null;
  const names = namesOf(messages, account);
  return (
    <div className="account arrange-card" data-testid="arranged">
      <div className="account-row">
        <Checkbox slot="selection" className="checkbox">
          <span className="checkbox-box" aria-hidden="true">
            <Check size={14} />
          </span>
        </Checkbox>
        {isPaired(account) ? <OrganisationBadge organisation={account.organisation} /> : <SiteBadge name={names.organisation} />}
        <div className="account-names">
          <CardTitle name={names.organisation} ownName={isPaired(account) ? account.ownName : undefined} pinned={account.pinned} />
          <span title={names.signInName}>
            <Name text={names.signInName} />
          </span>
          <CardMarks account={account} />
        </div>
        <Button slot="drag" className="icon-button arrange-grip">
          <GripVertical size={18} aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}

function namesOf(messages: Messages, account: AnyAccount): AccountNames {
  return isPaired(account) ? { organisation: account.organisation.name, signInName: account.signInName } : otpNames(messages, account);
}

function spoken(messages: Messages, account: AnyAccount): string {
  const { organisation, signInName } = namesOf(messages, account);
  return signInName === '' ? organisation : `${organisation}, ${signInName}`;
}

/** An id holds no blank. */
function rowOf(written: string): { id: string; name: string } {
  const end = written.indexOf(' ');
  return { id: written.slice(0, end), name: written.slice(end + 1) };
}
