import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { RequestCard } from './RequestCard.tsx';
import { useArrivals } from './useArrivals.ts';

/** The open requests above the accounts; a new one is spoken by screen readers. */
export function RequestList({ requests }: { requests: readonly RequestView[] }) {
  const { t } = useMessages();
  const arrived = useArrivals(requests);
  return (
    <>
      <output className="visually-hidden">{arrived}</output>
      {requests.length > 0 && (
        <ul className="request-list" aria-label={t('requests.open')}>
          {requests.map((request) => (
            <RequestCard key={request.id} request={request} />
          ))}
        </ul>
      )}
    </>
  );
}
