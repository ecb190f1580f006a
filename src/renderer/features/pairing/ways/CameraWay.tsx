import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { CameraScan } from '../scan/CameraScan.tsx';
import { useTaken } from './useTaken.ts';
import type { WayProps } from './ways.ts';

/** Show the code of the organisation's page to the camera. */
export function CameraWay({ intent, platform }: WayProps) {
  const { t } = useMessages();
  const { isUseless, onTexts } = useTaken(intent);
  return (
    <div className="way">
      <CameraScan onTexts={onTexts} note={isUseless ? t('scan.useless') : undefined} platform={platform} />
      <ErrorNote error={intent.error} />
    </div>
  );
}
