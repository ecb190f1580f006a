import { ScanQrCode } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { AppView } from '../../../../bridge/views.ts';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { type Messages, useMessages } from '../../../i18n/useMessages.ts';
import type { Found } from '../../../qr/readPictures.ts';
import { deskfob } from '../../../state/deskfob.ts';
import { useIntent } from '../../../state/useIntent.ts';
import { ReadingStatus } from './ReadingStatus.tsx';
import { ScanNote } from './ScanNote.tsx';
import { type ReadingState, useReading } from './useReading.ts';

/** Reads the QR codes on all screens, once the person has asked for it. Main takes the pictures; they are gone when they are read. */
export function ScreenScan({
  onFound,
  note,
  onImage,
  platform,
}: {
  onFound: (found: readonly Found[]) => void;
  /** What is wrong with the texts that were read last. */
  note: string | undefined;
  /** The way out where the screens can not be had. */
  onImage: () => void;
  platform: AppView['app']['platform'];
}) {
  const messages = useMessages();
  const { t } = messages;
  const capture = useIntent();
  const { state, read, cancel } = useReading(onFound);
  const isBusy = capture.busy || state.step === 'reading';
  const hasFailed = !isBusy && (capture.error !== undefined || state.step === 'failed' || note !== undefined);
  const scan = (): void => {
    cancel();
    capture.run(
      () => deskfob().captureScreens(),
      (screens) => {
        // Which screen it was matters only where there are several.
        const whereOf = (name: string): string | undefined => (screens.length > 1 ? name : undefined);
        read(screens.map(({ name, png }) => ({ file: new Blob([png]), isOwn: true, where: whereOf(name) })));
      },
    );
  };
  return (
    <div className="scan">
      {!hasFailed && <p>{t('scan.screenText')}</p>}
      {!hasFailed && platform === 'linux' && <p className="field-description">{t('scan.screenAsks')}</p>}
      <ReadingStatus
        text={capture.busy ? t('scan.capturing') : state.step === 'reading' ? t('scan.readingScreen') : undefined}
        onCancel={capture.busy ? undefined : cancel}
      />
      <ErrorNote error={capture.error} />
      <ScanNote title={isBusy || capture.error !== undefined ? undefined : titleOf(messages, state, note)}>
        {adviceOf(messages, state)}
      </ScanNote>
      {!isBusy && (
        <Button className="button button-filled button-large" onPress={scan}>
          <ScanQrCode size={18} aria-hidden="true" />
          {t(hasFailed ? 'scan.scanAgain' : 'scan.scanScreen')}
        </Button>
      )}
      {hasFailed && (
        <Button className="button button-large" onPress={onImage}>
          {t('scan.imageInstead')}
        </Button>
      )}
    </div>
  );
}

function titleOf({ t }: Messages, state: ReadingState, note: string | undefined): string | undefined {
  if (state.step !== 'failed') return note;
  return state.problem === 'no-code' ? t('scan.screen.no-code') : t(`scan.image.${state.problem}`);
}

function adviceOf({ t }: Messages, state: ReadingState): string | undefined {
  if (state.step !== 'failed') return undefined;
  return state.problem === 'no-code' ? t('scan.screen.no-code.do') : t(`scan.image.${state.problem}.do`);
}
