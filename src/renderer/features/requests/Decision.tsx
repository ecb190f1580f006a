import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { RequestView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { NumberChoice } from './NumberChoice.tsx';
import { NumberEntry } from './NumberEntry.tsx';

type Decided = 'approve' | 'deny' | 'report';

/** Below what speaks for and against: the number, and the three answers, always in sight. Approve waits for the number and for main's clock. */
export function Decision({ request, intent, children }: { request: RequestView; intent: Intent; children: ReactNode }) {
  const { t } = useMessages();
  const [number, setNumber] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // Without a time from main the request is not known there to be displayed, and main would refuse.
  const wait = useRemaining(request.approveInMs ?? Number.POSITIVE_INFINITY, 60_000);
  const { match } = request;
  const complete = match.type === 'none' || (match.type === 'choice' ? number !== '' : number.length === match.digits);
  const mayApprove = complete && wait === 0 && !intent.busy;
  const decide = (decision: Decided) => {
    const withNumber = decision === 'approve' && match.type !== 'none' ? { number } : {};
    intent.run(() => deskfob().decideRequest({ id: request.id, decision, ...withNumber }));
  };
  useDigitsIntoField(input);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Enter approves only out of a field that holds the whole number.
    if (match.type === 'entry' && mayApprove && document.activeElement === input.current) decide('approve');
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
        <ErrorNote error={intent.error} />
        <div className="decision-buttons">
          <Button className="button button-large" onPress={() => decide('deny')} isDisabled={intent.busy}>
            {t('request.deny')}
          </Button>
          <Button className="button button-large button-filled" onPress={() => decide('approve')} isDisabled={!mayApprove}>
            {t('request.approve')}
          </Button>
        </div>
        <Button className="button button-plain-danger" onPress={() => decide('report')} isDisabled={intent.busy}>
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
      const elsewhere = document.activeElement !== input.current;
      if (elsewhere && /^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) input.current?.focus();
    };
    document.addEventListener('keydown', toField);
    return () => document.removeEventListener('keydown', toField);
  }, [input]);
}
