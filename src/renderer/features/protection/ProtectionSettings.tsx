import { useState } from 'react';
import type { LockAfter } from '../../../bridge/lockAfter.ts';
import type { Protection, ProtectionView } from '../../../bridge/protection.ts';
import type { AppView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { secondsLeft } from '../requests/requestWords.ts';
import { Choice } from '../settings/Choice.tsx';
import { Section } from '../settings/Section.tsx';
import { ConfirmByPin } from './ConfirmByPin.tsx';
import { LockChoice } from './LockChoice.tsx';
import { ManagedNote } from './ManagedNote.tsx';
import { PinSetting } from './PinSetting.tsx';

type Changes = Partial<Protection>;

/** Who is asked to prove themselves, and when the app locks. What loosens it, main lets through only for who has been verified. */
export function ProtectionSettings({ view }: { view: AppView }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [wanted, setWanted] = useState<Changes>({});
  const { protection, settings, app } = view;
  const { verification, canVerify: isReady, managed } = protection;
  const { verifyApprovals, systemVerification } = settings.protection;
  const change = (changes: Changes, pin?: string) => {
    setWanted(changes);
    intent.run(() => deskfob().changeProtection({ changes, ...(pin !== undefined && { pin }) }));
  };
  const asksPin = intent.error !== undefined && /^pin-(?:required|wrong|throttled)$/.test(intent.error);
  return (
    <Section title={t('protection.title')}>
      <ManagedNote protection={protection} />
      <ErrorNote error={asksPin ? undefined : intent.error} />
      <PinSetting pin={verification.pin} />
      {verification.system !== undefined && (
        <Choice
          label={t(`protection.system.${verification.system.method}`)}
          hint={<SystemHint system={verification.system} />}
          value={systemVerification && verification.system.unavailable === undefined}
          onChange={(chosen) => change({ systemVerification: chosen })}
          isDisabled={intent.busy || verification.system.unavailable !== undefined}
        />
      )}
      <Choice
        label={t('protection.verify')}
        hint={managed.verifyApprovals ? t('protection.managed') : t('protection.verifyHint')}
        value={verifyApprovals || managed.verifyApprovals}
        onChange={(chosen) => change({ verifyApprovals: chosen })}
        isDisabled={intent.busy || managed.verifyApprovals || (!isReady && !verifyApprovals)}
      />
      <LockChoice
        lock={protection.lock}
        managed={managed.lock}
        isDisabled={intent.busy || !isReady}
        onChange={(lock: LockAfter) => change({ lock })}
      />
      {/* Elsewhere no window can be kept out of captures, so there is nothing to let through. */}
      {app.platform !== 'linux' && <CaptureChoice allowedMs={protection.captureAllowedMs ?? 0} />}
      {asksPin && (
        <ConfirmByPin
          pin={verification.pin}
          error={intent.error}
          busy={intent.busy}
          onPin={(pin) => change(wanted, pin)}
          onClose={intent.clear}
        />
      )}
    </Section>
  );
}

function SystemHint({ system }: { system: NonNullable<ProtectionView['verification']['system']> }) {
  const { t } = useMessages();
  if (system.unavailable === undefined) return t('protection.systemHint');
  if (system.unavailable === 'unsupported' && system.method === 'polkit') return t('protection.unavailable.polkit');
  return t(`protection.unavailable.${system.unavailable}`);
}

function CaptureChoice({ allowedMs }: { allowedMs: number }) {
  const messages = useMessages();
  const { t } = messages;
  const left = useRemaining(allowedMs);
  const intent = useIntent();
  return (
    <Choice
      label={t('protection.capture')}
      hint={left > 0 ? t('protection.captureLeft', { time: secondsLeft(messages, left) }) : t('protection.captureHint')}
      value={left > 0}
      onChange={(allow) => intent.run(() => deskfob().allowCapture({ allow }))}
    />
  );
}
