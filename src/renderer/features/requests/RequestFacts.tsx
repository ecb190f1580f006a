import { MapPinCheck, TriangleAlert } from 'lucide-react';
import type { RequestView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { formatPlace, formatTime } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { hasOrigin, isSuspicious, proximityWords } from './requestWords.ts';

const JUST_NOW_MS = 60_000;

/** Where, with what and when the request was made. */
export function RequestFacts({ request, leftMs }: { request: RequestView; leftMs: number }) {
  const messages = useMessages();
  const { t, rich, locale } = messages;
  const place = formatPlace(request.origin, locale);
  const withWhat = [request.origin?.client ?? t('request.unknownClient'), request.origin?.address].filter((part) => part !== undefined);
  const time = formatTime(request.askedAtMs, locale);
  return (
    <dl className="facts">
      {hasOrigin(request) && (
        <>
          <dt>{t('request.where')}</dt>
          <dd>
            {place !== undefined && (
              <strong>
                <Name text={place} />
              </strong>
            )}
            <Proximity request={request} words={proximityWords(messages, request)} />
          </dd>
          <dt>{t('request.with')}</dt>
          <dd>
            {withWhat.map((part, index) => (
              <span key={part}>
                {index > 0 && ' · '}
                <Name text={part} />
              </span>
            ))}
          </dd>
        </>
      )}
      <dt>{t('request.when')}</dt>
      <dd>{request.lifetimeMs - leftMs < JUST_NOW_MS ? t('time.justNow', { time }) : time}</dd>
      {request.message !== undefined && (
        <>
          <dt className="visually-hidden">{rich('request.message', { organisation: request.organisation.name })}</dt>
          <dd className="facts-message">
            <Name text={request.message} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Proximity({ request, words }: { request: RequestView; words: string }) {
  const suspicious = isSuspicious(request);
  const Icon = suspicious ? TriangleAlert : MapPinCheck;
  return (
    <span className={suspicious ? 'proximity proximity-warning' : 'proximity'}>
      <Icon size={14} aria-hidden="true" />
      {words}
    </span>
  );
}
