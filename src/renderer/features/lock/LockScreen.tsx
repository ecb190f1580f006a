import { Fingerprint, LockKeyhole } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ProtectionView } from '../../../bridge/protection.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { PinField } from '../../components/PinField.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { secondsLeft } from '../requests/requestWords.ts';
import { ForgottenPin } from './ForgottenPin.tsx';

/** Instead of everything else while the app is locked: how many requests wait, and the ways in. */
export function LockScreen({ protection }: { protection: ProtectionView }) {
  const messages = useMessages();
  const { t } = messages;
  const intent = useIntent();
  const [pin, setPin] = useState('');
  const [forgotten, setForgotten] = useState(false);
  const { system, pin: known } = protection.verification;
  const waitMs = useRemaining(known.waitMs ?? 0);
  const asksPin = known.state === 'set';
  const mayTry = pin !== '' && waitMs === 0 && !intent.busy;
  const way = useRef<HTMLButtonElement>(null);
  // Where no PIN is asked for, this is all that can be done.
  useEffect(() => {
    if (!asksPin) way.current?.focus();
  }, [asksPin]);
  const unlock = (event: FormEvent) => {
    event.preventDefault();
    if (!mayTry) return;
    intent.run(() => deskfob().unlock({ pin }));
    // Nothing of it stays in the page.
    setPin('');
  };
  return (
    <main className="lock">
      <LockKeyhole size={44} className="tone-good" aria-hidden="true" />
      <h1>{t('lock.title')}</h1>
      <output className="lock-waiting">
        {protection.waiting > 0 ? (
          <>
            <strong>{t('lock.waiting', { count: protection.waiting })}</strong>
            <span>{t('lock.waitingHint')}</span>
          </>
        ) : (
          <span>{t('lock.hint')}</span>
        )}
      </output>
      <form className="lock-ways" onSubmit={unlock}>
        {asksPin && <PinField label={t('pin.label')} value={pin} onChange={setPin} isFirst />}
        <ErrorNote error={known.state === 'blocked' ? 'pin-blocked' : intent.error} />
        {asksPin && (
          <Button type="submit" className="button button-large button-filled" isDisabled={!mayTry}>
            {waitMs > 0 ? t('lock.wait', { time: secondsLeft(messages, waitMs) }) : t('lock.unlock')}
          </Button>
        )}
        {system !== undefined && system.unavailable === undefined && (
          <Button
            className={asksPin ? 'button button-large' : 'button button-large button-filled'}
            onPress={() => intent.run(() => deskfob().unlock({}))}
            isDisabled={intent.busy}
            ref={way}
          >
            <Fingerprint size={18} aria-hidden="true" />
            {intent.busy && pin === '' ? t('lock.asking') : t(`lock.with.${system.method}`)}
          </Button>
        )}
      </form>
      <Button className="button button-quiet" onPress={() => setForgotten(true)}>
        {t(known.state === 'none' ? 'lock.noWay' : 'lock.forgotten')}
      </Button>
      {forgotten && <ForgottenPin onClose={() => setForgotten(false)} />}
    </main>
  );
}
