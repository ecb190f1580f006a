import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ImportEntryView, ImportView } from '../../../bridge/importing.ts';
import { type Entry, EntryList } from '../../components/EntryList.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { type Messages, useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { ImportSum } from './ImportSum.tsx';
import { fateKey, fateTone } from './importWords.ts';

const ICONS = { new: Check, duplicate: Copy, problem: TriangleAlert };

/** Every entry of the file with what will become of it, before anything is done. */
export function ImportPreview({ importing, onCancel }: { importing: Extract<ImportView, { step: 'preview' }>; onCancel: () => void }) {
  const messages = useMessages();
  const { t } = messages;
  const intent = useIntent();
  const entries = useEntries();
  const { counts } = importing;
  return (
    <div className="way">
      <ImportSum counts={counts} />
      <EntryList label={t('import.entries')} entries={entries.map((entry, id) => entryOf(messages, entry, id))} />
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

function entryOf({ t }: Messages, { name, fate }: ImportEntryView, id: number): Entry {
  const tone = fateTone(fate);
  return { id, tone, icon: ICONS[tone], name: name === '' ? t('import.unnamed') : name, state: t(fateKey(fate)) };
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
