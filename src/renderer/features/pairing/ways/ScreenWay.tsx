import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { ScreenScan } from '../scan/ScreenScan.tsx';
import { useTaken } from './useTaken.ts';
import type { WayProps } from './ways.ts';

/** Look for the code on the screens of this computer. */
export function ScreenWay({ intent, onSeveral, onWay, platform }: WayProps) {
  const { t } = useMessages();
  const { isUseless, onFound } = useTaken({ intent, onSeveral });
  return (
    <div className="way">
      <ScreenScan
        onFound={onFound}
        note={isUseless ? t('scan.screen.useless') : undefined}
        onImage={() => onWay('image')}
        platform={platform}
      />
      <ErrorNote error={intent.error} />
    </div>
  );
}
