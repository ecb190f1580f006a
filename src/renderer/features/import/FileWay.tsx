import { FileInput } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { DropZone } from 'react-aria-components/DropZone';
import type { DropItem } from 'react-aria-components/GridList';
import { Text } from 'react-aria-components/Text';
import { MOST_IMPORT_BYTES } from '../../../bridge/importing.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import { FORMAT_NAMES } from './importWords.ts';

const APPS = [...new Set(Object.values(FORMAT_NAMES).filter((name) => name !== undefined))].join(', ');

/** A file of another app: chosen in main's dialog, or dropped here. */
export function FileWay({ intent }: { intent: Intent }) {
  const { t } = useMessages();
  const drop = (items: readonly DropItem[]) => {
    const item = items.find(({ kind }) => kind === 'file');
    if (item?.kind !== 'file') return;
    intent.run(async () => {
      const file = await item.getFile();
      if (file.size > MOST_IMPORT_BYTES) return { ok: false, error: 'file-too-large' };
      return await deskfob().importFile({ bytes: new Uint8Array(await file.arrayBuffer()) });
    });
  };
  return (
    <DropZone className="way drop-zone" onDrop={({ items }) => drop(items)}>
      <FileInput size={28} aria-hidden="true" />
      <Text slot="label">{t('import.drop')}</Text>
      {/* Never disabled: the keyboard would be nowhere afterwards, and what is asked meanwhile is ignored. */}
      <Button className="button button-filled" onPress={() => intent.run(() => deskfob().chooseImport())}>
        {t('import.choose')}
      </Button>
      <p className="field-description">{t('import.apps', { apps: APPS })}</p>
      <p className="field-description">{t('list.files')}</p>
      <ErrorNote error={intent.error} />
    </DropZone>
  );
}
