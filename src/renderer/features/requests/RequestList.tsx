import { Button } from 'react-aria-components/Button';
import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { RequestCard } from './RequestCard.tsx';
import { useArrivals } from './useArrivals.ts';

/** More would push the accounts out of the window; all of them stand in the approval window. */
const MOST = 4;

/** The open requests above the accounts; a new one is spoken by screen readers. */
export function RequestList({ requests }: { requests: readonly RequestView[] }) {
  const { t } = useMessages();
  const arrived = useArrivals(requests);
  const intent = useIntent();
  // One line for a single one would say less in the same room.
  const shown = requests.slice(0, requests.length > MOST + 1 ? MOST : requests.length);
  const more = requests.length - shown.length;
  const next = requests[MOST];
  return (
    <>
      <output className="visually-hidden">{arrived}</output>
      {requests.length > 0 && (
        <ul className="request-list" aria-label={t('requests.open')}>
          {shown.map((request) => (
            <RequestCard key={request.id} request={request} />
          ))}
          {more > 0 && next !== undefined && (
            <li className="request-card">
              <div className="request-words">
                <strong>{t('requests.more', { count: more })}</strong>
              </div>
              <Button
                className="button button-small"
                aria-label={t('requests.moreLabel', { count: more })}
                onPress={() => intent.run(() => deskfob().showRequest({ id: next.id }))}
              >
                {t('requests.review')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </>
  );
}
