import type { LucideIcon } from 'lucide-react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { Name } from './Name.tsx';

/** How much attention an entry wants: something came or comes of it, it is left out or waits, something is wrong with it. */
export type EntryTone = 'new' | 'duplicate' | 'problem';

export interface Entry {
  readonly id: number;
  readonly tone: EntryTone;
  readonly icon: LucideIcon;
  /** It is under way. */
  readonly isBusy?: boolean;
  readonly name: string;
  /** What becomes of it, or has become. */
  readonly state: string;
}

const layout = { rowSize: 52 };

/** Hundreds of entries of a file or list, each with what becomes of it. */
export function EntryList({ label, entries }: { label: string; entries: readonly Entry[] }) {
  return (
    <Virtualizer layout={ListLayout} layoutOptions={layout}>
      <GridList className="import-list" aria-label={label} selectionMode="none" items={entries}>
        {(entry) => <Row entry={entry} />}
      </GridList>
    </Virtualizer>
  );
}

function Row({ entry: { id, tone, icon: Icon, isBusy, name, state } }: { entry: Entry }) {
  return (
    <GridListItem id={id} className={`import-row import-${tone}`} textValue={`${name}, ${state}`}>
      <Icon size={16} aria-hidden="true" className={isBusy === true ? 'spinner' : undefined} />
      <span className="import-text">
        <span className="import-name" title={name}>
          <Name text={name} />
        </span>
        <span className="import-fate" title={state}>
          {state}
        </span>
      </span>
    </GridListItem>
  );
}
