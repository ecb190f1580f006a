import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { ImportEntryView, ImportView } from '../../../bridge/importing.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Name } from '../../components/Name.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { ImportSum } from './ImportSum.tsx';
import { fateKey, fateTone } from './importWords.ts';

const layout = { rowSize: 52 };
const ICONS = { new: Check, duplicate: Copy, problem: TriangleAlert };

/** Every entry of the file with what will become of it, before anything is done. */
export function ImportPreview({ importing, onCancel }: { importing: Extract<ImportView, { step: 'preview' }>; onCancel: () => void }) {
  const { t } = useMessages();
  const intent = useIntent();
  const entries = useEntries();
  const { counts } = importing;
  return (
    <div className="way">
      <ImportSum counts={counts} />
      <Virtualizer layout={ListLayout} layoutOptions={layout}>
        <GridList
          className="import-list"
          aria-label={t('import.entries')}
          selectionMode="none"
          items={entries.map((entry, index) => ({ ...entry, id: index }))}
        >
          {(entry) => <Row entry={entry} />}
        </GridList>
      </Virtualizer>
      <ErrorNote error={intent.error} />
      <div className="dialog-actions">
        <Button className="button" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button
          className="button button-filled"
          isDisabled={intent.busy || counts.new === 0}
          onPress={() => intent.run(() => deskfob().confirmImport())}
        >
          {counts.new === 0 ? t('import.nothing') : t('import.confirm', { count: counts.new })}
        </Button>
      </div>
    </div>
  );
}

function Row({ entry }: { entry: ImportEntryView & { id: number } }) {
  const { t } = useMessages();
  const tone = fateTone(entry.fate);
  const Icon = ICONS[tone];
  const name = entry.name === '' ? t('import.unnamed') : entry.name;
  return (
    <GridListItem id={entry.id} className={`import-row import-${tone}`} textValue={`${name}, ${t(fateKey(entry.fate))}`}>
      <Icon size={16} aria-hidden="true" />
      <span className="import-text">
        <span className="import-name" title={name}>
          <Name text={name} />
        </span>
        <span className="import-fate">{t(fateKey(entry.fate))}</span>
      </span>
    </GridListItem>
  );
}

function useEntries(): readonly ImportEntryView[] {
  const [entries, setEntries] = useState<readonly ImportEntryView[]>([]);
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      const answer = await deskfob()
        .importEntries()
        .catch(() => undefined);
      if (!gone && answer?.ok === true) setEntries(answer.value);
    };
    void ask();
    return () => {
      gone = true;
    };
  }, []);
  return entries;
}
