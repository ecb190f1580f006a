import { Camera, LoaderCircle } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { AppView } from '../../../../bridge/views.ts';
import { Picker } from '../../../components/Picker.tsx';
import { type Messages, useMessages } from '../../../i18n/useMessages.ts';
import type { CameraProblem } from '../../../qr/camera.ts';
import { ScanNote } from './ScanNote.tsx';
import { type CameraState, useCamera } from './useCamera.ts';

type Platform = AppView['app']['platform'];

/** Reads QR codes by the camera, once the person has asked for it. */
export function CameraScan({
  onTexts,
  note,
  platform,
}: {
  onTexts: (texts: readonly string[]) => void;
  /** What is wrong with the texts that were read last. */
  note: string | undefined;
  platform: Platform;
}) {
  const messages = useMessages();
  const { t } = messages;
  const { state, video, start, stop, choose } = useCamera(onTexts);
  const isOn = state.step === 'asking' || state.step === 'running';
  const label = state.step === 'failed' ? t('action.tryAgain') : t(isOn ? 'scan.stopCamera' : 'scan.useCamera');
  return (
    <div className="scan">
      {!isOn && <p>{t('scan.cameraText')}</p>}
      <div className={isOn ? 'camera' : 'hidden'}>
        {/* What it shows is the room in front of the computer: there is no sound, and nothing to caption. */}
        <video ref={video} className="camera-picture" aria-label={t('scan.preview')} muted playsInline />
        {state.step === 'asking' && <LoaderCircle className="camera-waiting spinner" size={36} aria-hidden="true" />}
      </div>
      <output className="scan-status">{statusOf(messages, state)}</output>
      {state.step === 'running' && state.devices.length > 1 && (
        <Picker
          label={t('pairing.camera')}
          value={state.deviceId ?? ''}
          options={state.devices.map((device, index) => ({
            value: device.id,
            label: device.label === '' ? t('scan.cameraNumber', { number: index + 1 }) : device.label,
          }))}
          onChange={choose}
        />
      )}
      <ScanNote title={state.step === 'failed' ? t(`scan.camera.${state.problem}`) : isOn ? note : undefined}>
        {state.step === 'failed' ? advice(messages, state.problem, platform) : undefined}
      </ScanNote>
      <Button className={isOn ? 'button button-large' : 'button button-filled button-large'} onPress={isOn ? stop : start}>
        {!isOn && <Camera size={18} aria-hidden="true" />}
        {label}
      </Button>
    </div>
  );
}

function statusOf({ t }: Messages, state: CameraState): string {
  if (state.step === 'asking') return t('scan.asking');
  if (state.step !== 'running') return '';
  return t(state.isLong ? 'scan.closer' : 'scan.looking');
}

function advice({ t }: Messages, problem: CameraProblem, platform: Platform): string {
  return problem === 'denied' ? t(`scan.camera.denied.${platform}`) : t(`scan.camera.${problem}.do`);
}
