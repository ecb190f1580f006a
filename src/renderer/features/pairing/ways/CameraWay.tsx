import { useCallback } from 'react';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { CameraScan } from '../scan/CameraScan.tsx';
import { useTaken } from './useTaken.ts';
import type { WayProps } from './ways.ts';

/** Show the code of the organisation's page to the camera. */
export function CameraWay({ intent, onSeveral, platform }: WayProps) {
  const { t } = useMessages();
  const { isUseless, onFound } = useTaken({ intent, onSeveral });
  const onTexts = useCallback((texts: readonly string[]) => onFound(texts.map((text) => ({ text }))), [onFound]);
  return (
    <div className="way">
      <CameraScan onTexts={onTexts} note={isUseless ? t('scan.useless') : undefined} platform={platform} />
      <ErrorNote error={intent.error} />
    </div>
  );
}
