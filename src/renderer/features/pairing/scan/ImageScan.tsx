import { ImageUp } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { Button } from 'react-aria-components/Button';
import { DropZone, type DropZoneProps, Text } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { AppView } from '../../../../bridge/views.ts';
import { useMessages } from '../../../i18n/useMessages.ts';
import type { Found } from '../../../qr/readPictures.ts';
import { ReadingStatus } from './ReadingStatus.tsx';
import { ScanNote } from './ScanNote.tsx';
import { useReading } from './useReading.ts';

type Drop = Parameters<NonNullable<DropZoneProps['onDrop']>>[0];

/** Reads QR codes from pictures that are chosen, dropped or pasted. */
export function ImageScan({
  onFound,
  note,
  pasted,
  onPastedRead,
  platform,
}: {
  onFound: (found: readonly Found[]) => void;
  /** What is wrong with the texts that were read last. */
  note: string | undefined;
  /** Pictures that were pasted somewhere in the dialog and not read yet. */
  pasted: readonly Blob[];
  onPastedRead: () => void;
  platform: AppView['app']['platform'];
}) {
  const { t } = useMessages();
  const { state, read: readAll, cancel } = useReading(onFound);
  const read = useCallback((files: readonly Blob[]) => readAll(files.map((file) => ({ file }))), [readAll]);
  useEffect(() => {
    if (pasted.length === 0) return;
    onPastedRead();
    readAll(pasted.map((file) => ({ file, isPasted: true })));
  }, [pasted, onPastedRead, readAll]);
  const drop = ({ items }: Drop) => {
    const files = items.map(async (item) => (item.kind === 'file' ? [await item.getFile()] : []));
    void Promise.all(files).then(
      (found) => read(found.flat().length > 0 ? found.flat() : [new Blob()]),
      // Whatever that was, it is no picture.
      () => read([new Blob()]),
    );
  };
  return (
    <div className="scan">
      <DropZone className="drop" onDrop={drop}>
        <ImageUp size={32} aria-hidden="true" />
        <Text slot="label">{t('scan.drop')}</Text>
        <FileTrigger
          acceptedFileTypes={['image/png', 'image/jpeg', 'image/webp']}
          allowsMultiple
          onSelect={(files) => files !== null && files.length > 0 && read(Array.from(files))}
        >
          <Button className="button">{t('scan.choose')}</Button>
        </FileTrigger>
        <small className="field-description">{t('scan.formats', { keys: platform === 'macos' ? '⌘V' : 'Ctrl+V' })}</small>
      </DropZone>
      <ReadingStatus text={state.step === 'reading' ? t('scan.reading') : undefined} onCancel={cancel} />
      <ScanNote title={state.step === 'failed' ? t(`scan.image.${state.problem}`) : state.step === 'none' ? note : undefined}>
        {state.step === 'failed' ? t(`scan.image.${state.problem}.do`) : undefined}
      </ScanNote>
    </div>
  );
}
