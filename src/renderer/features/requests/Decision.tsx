import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { RequestView } from '../../../bridge/views.ts';
import { PinField } from '../../components/PinField.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { NumberChoice } from './NumberChoice.tsx';
import { NumberEntry } from './NumberEntry.tsx';
import { usePinStep } from './usePinStep.ts';

type Decided = 'approve' | 'deny' | 'report';

export interface DecisionProps {
  request: RequestView;
  intent: Intent;
  hasPin: boolean;
  children: ReactNode;
}

/** Below what speaks for and against: the number, and the three answers, always in sight. All wait for main's clock; Approve waits for the number, too. */
export function Decision({ request, intent, hasPin, children }: DecisionProps) {
  const { t } = useMessages();
  const [number, setNumber] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // Without a time from main the request is not known there to be displayed, and main would refuse.
  const wait = useRemaining(request.approveInMs ?? Number.POSITIVE_INFINITY, 60_000);
  const { match } = request;
  const mayDecide = wait === 0 && !intent.busy;
  const complete = match.type === 'none' || (match.type === 'choice' ? number !== '' : number.length === match.digits);
  const pinStep = usePinStep(intent.error);
  const mayApprove = complete && mayDecide && (!pinStep.isAsked || pinStep.pin !== '');
  const decide = (decision: Decided) => {
    const withNumber = decision === 'approve' && match.type !== 'none' ? { number } : {};
    const withPin = decision === 'approve' && pinStep.isAsked ? { pin: pinStep.pin } : {};
    intent.run(() => deskfob().decideRequest({ id: request.id, decision, ...withNumber, ...withPin }));
    // Nothing of it stays in the page.
    pinStep.setPin('');
  };
  useDigitsIntoField(input);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Enter approves only out of the field of the PIN, or one that holds the whole number.
    const fromField = pinStep.isAsked
      ? document.activeElement !== input.current
      : match.type === 'entry' && document.activeElement === input.current;
    if (fromField && mayApprove) decide('approve');
  };
  const pairing = request.kind === 'pairing';
  return (
    <form className="decision" onSubmit={submit}>
      <div className="decision-facts">
        {children}
        {match.type === 'entry' && (
          <NumberEntry
            label={t(pairing ? 'request.numberPairing' : 'request.number')}
            accessibleLabel={t(pairing ? 'request.numberLabelPairing' : 'request.numberLabel', { digits: match.digits })}
            digits={match.digits}
            value={number}
            onChange={setNumber}
            isDisabled={intent.busy}
            inputRef={input}
          />
        )}
        {match.type === 'choice' && (
          <NumberChoice
            label={t(pairing ? 'request.choicePairing' : 'request.choice')}
            options={match.options}
            value={number}
            onChange={setNumber}
            isDisabled={intent.busy}
          />
        )}
        {match.type === 'none' && <p className="number-label">{t('request.noNumber')}</p>}
      </div>
      <div className="decision-actions">
        {pinStep.isAsked && (
          <PinField label={t('request.pin')} value={pinStep.pin} onChange={pinStep.setPin} isDisabled={intent.busy} isFirst />
        )}
        <ErrorNote error={intent.error === 'pin-required' ? undefined : intent.error} />
        {intent.error === 'user-verification-refused' && hasPin && !pinStep.isAsked && (
          <Button className="button button-quiet" onPress={pinStep.ask}>
            {t('request.pinInstead')}
          </Button>
        )}
        <div className="decision-buttons">
          <Button className="button button-large" onPress={() => decide('deny')} isDisabled={!mayDecide}>
            {t('request.deny')}
          </Button>
          <Button
            // With a second field in the form, Enter needs a button to press.
            type={pinStep.isAsked ? 'submit' : 'button'}
            className="button button-large button-filled"
            onPress={() => !pinStep.isAsked && decide('approve')}
            isDisabled={!mayApprove}
          >
            {t(pinStep.isAsked ? 'request.approveWithPin' : 'request.approve')}
          </Button>
        </div>
        <Button className="button button-plain-danger" onPress={() => decide('report')} isDisabled={!mayDecide}>
          {t('request.report')}
        </Button>
      </div>
    </form>
  );
}

/** Digits typed anywhere in the window go into the number field; nothing else typed there does anything. */
function useDigitsIntoField(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const toField = (event: KeyboardEvent) => {
      const elsewhere = !(document.activeElement instanceof HTMLInputElement);
      if (elsewhere && /^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) input.current?.focus();
    };
    document.addEventListener('keydown', toField);
    return () => document.removeEventListener('keydown', toField);
  }, [input]);
}
