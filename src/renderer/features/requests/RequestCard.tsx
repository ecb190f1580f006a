import { Button } from 'react-aria-components/Button';
import type { RequestView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { OutcomeIcon } from './OutcomeIcon.tsx';
import { outcomeTitle, requestPlace, requestTitle, secondsLeft } from './requestWords.ts';

/** A request at the top of the main window: what and where, and the way to the approval window. */
export function RequestCard({ request }: { request: RequestView }) {
  const messages = useMessages();
  const { t } = messages;
  const left = useRemaining(request.remainingMs);
  const intent = useIntent();
  const title = requestTitle(messages, request);
  const open = request.phase === 'open' && left > 0;
  const outcome = request.phase === 'settled' ? request.outcome : undefined;
  return (
    <li className={open ? 'request-card request-card-open' : 'request-card'} data-testid="request">
      {outcome === undefined ? <span className="request-dot" aria-hidden="true" /> : <OutcomeIcon outcome={outcome} />}
      <div className="request-words">
        <strong>
          <Name text={title} />
        </strong>
        <span className="request-detail">
          {outcome !== undefined && outcomeTitle(messages, request, outcome)}
          {outcome === undefined && request.phase === 'sending' && t('requests.sending')}
          {outcome === undefined && request.phase !== 'sending' && (
            <>
              <Name text={requestPlace(messages, request)} /> ·{' '}
              {left > 0 ? t('time.left', { time: secondsLeft(messages, left) }) : t('requests.missed')}
            </>
          )}
        </span>
      </div>
      {open && (
        <Button
          className="button button-filled button-small"
          aria-label={t('requests.reviewLabel', { title })}
          onPress={() => intent.run(() => deskfob().showRequest({ id: request.id }))}
        >
          {t('requests.review')}
        </Button>
      )}
    </li>
  );
}
