import { ImageUp } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from 'react-aria-components/Button';
import { DropZone, type DropZoneProps, Text } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { AppView } from '../../../../bridge/views.ts';
import { useMessages } from '../../../i18n/useMessages.ts';
import { ScanNote } from './ScanNote.tsx';
import { useImages } from './useImages.ts';

type Drop = Parameters<NonNullable<DropZoneProps['onDrop']>>[0];

/** Reads QR codes from pictures that are chosen, dropped or pasted. */
export function ImageScan({
  onTexts,
  note,
  pasted,
  onPastedRead,
  platform,
}: {
  onTexts: (texts: string[]) => void;
  /** What is wrong with the texts that were read last. */
  note: string | undefined;
  /** Pictures that were pasted somewhere in the dialog and not read yet. */
  pasted: readonly Blob[];
  onPastedRead: () => void;
  platform: AppView['app']['platform'];
}) {
  const { t } = useMessages();
  const { state, read } = useImages(onTexts);
  useEffect(() => {
    if (pasted.length === 0) return;
    onPastedRead();
    read(pasted);
  }, [pasted, onPastedRead, read]);
  const drop = ({ items }: Drop) => {
    const files = items.map(async (item) => (item.kind === 'file' ? [await item.getFile()] : []));
    void Promise.all(files).then(
      (found) => read(found.flat()),
      () => read([]),
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
      <output className="scan-status">{state.step === 'reading' ? t('scan.reading') : ''}</output>
      <ScanNote title={state.step === 'failed' ? t(`scan.image.${state.problem}`) : state.step === 'none' ? note : undefined}>
        {state.step === 'failed' ? t(`scan.image.${state.problem}.do`) : undefined}
      </ScanNote>
    </div>
  );
}
