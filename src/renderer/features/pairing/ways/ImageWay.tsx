import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { ImageScan } from '../scan/ImageScan.tsx';
import { useTaken } from './useTaken.ts';
import type { WayProps } from './ways.ts';

/** Choose, drop or paste a picture of the code. */
export function ImageWay({ intent, onSeveral, platform, pasted, onPastedRead }: WayProps) {
  const { t } = useMessages();
  const { isUseless, onFound } = useTaken({ intent, onSeveral });
  return (
    <div className="way">
      <ImageScan
        onFound={onFound}
        note={isUseless ? t('scan.useless') : undefined}
        pasted={pasted}
        onPastedRead={onPastedRead}
        platform={platform}
      />
      <ErrorNote error={intent.error} />
    </div>
  );
}
