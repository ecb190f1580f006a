import { LoaderCircle } from 'lucide-react';
import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { OutcomeIcon } from './OutcomeIcon.tsx';
import { outcomeTitle } from './requestWords.ts';

/** What became of the request: under way, or settled by the verifier's word. */
export function OutcomePanel({ request, staysOpen = false }: { request: RequestView; staysOpen?: boolean }) {
  const messages = useMessages();
  const { t, rich } = messages;
  const { outcome } = request;
  if (request.phase === 'settled' && outcome !== undefined) {
    const values = { application: request.application, organisation: request.organisation.name };
    return (
      <output className="outcome" data-testid="outcome">
        <OutcomeIcon outcome={outcome} size={48} />
        <strong className="outcome-title">{outcomeTitle(messages, request, outcome)}</strong>
        <span className="outcome-text">
          {outcome === 'approved' &&
            request.kind === 'pairing' &&
            rich('outcome.approvedPairing.text', { organisation: values.organisation })}
          {outcome === 'approved' && request.kind === 'sign-in' && rich('outcome.approved.text', { application: values.application })}
          {outcome === 'reported' && rich('outcome.reported.text', { organisation: values.organisation })}
          {outcome !== 'approved' && outcome !== 'reported' && t(`outcome.${outcome}.text`)}
        </span>
        {!staysOpen && <span className="outcome-closes">{t('outcome.closes')}</span>}
      </output>
    );
  }
  return (
    <output className="outcome" data-testid="outcome">
      <LoaderCircle className="spinner tone-good" size={48} aria-hidden="true" />
      <strong className="outcome-title">{t(request.verifying ? 'request.verifying' : 'requests.sending')}</strong>
      <span className="outcome-text">
        {request.verifying ? t('request.verifyingHint') : rich('requests.sendingHint', { organisation: request.organisation.name })}
      </span>
    </output>
  );
}
