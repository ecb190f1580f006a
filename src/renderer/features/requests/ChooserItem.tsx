import { MapPinCheck, TriangleAlert } from 'lucide-react';
import { Fragment, memo } from 'react';
import type { RequestView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { formatMoment } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { useArrival } from '../../state/ArrivalContext.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import type { Aspect } from './differences.ts';
import { isSuspicious, outcomeTitle, requestPlace, requestTitle, secondsLeft } from './requestWords.ts';

export interface ChooserItemProps {
  request: RequestView;
  /** `performance.now()` of its end: unlike the time left it stays the same from view to view. */
  endsAtMs: number;
  /** In what the requests differ. */
  differing: readonly Aspect[];
}

/** One of several requests; what it does not share with the others is marked. Not drawn again while nothing of it changes. */
export const ChooserItem = memo(Content, looksTheSame);

const AS_GOOD_AS_EQUAL_MS = 250;

function looksTheSame(one: ChooserItemProps, other: ChooserItemProps): boolean {
  const stable = ({ request, differing }: ChooserItemProps) => JSON.stringify([{ ...request, remainingMs: 0, approveInMs: 0 }, differing]);
  return Math.abs(one.endsAtMs - other.endsAtMs) < AS_GOOD_AS_EQUAL_MS && stable(one) === stable(other);
}

function Content({ request, endsAtMs, differing }: ChooserItemProps) {
  const messages = useMessages();
  const { t, locale } = messages;
  const Icon = isSuspicious(request) ? TriangleAlert : MapPinCheck;
  const { origin } = request;
  const details: readonly (readonly [Aspect, string | undefined])[] = [
    ['place', requestPlace(messages, request)],
    ['client', origin?.client],
    // These two are long, and say nothing where they are the same.
    ['address', differing.includes('address') ? origin?.address : undefined],
    ['account', differing.includes('account') ? request.signInName : undefined],
  ];
  return (
    <>
      <span className="chooser-label">
        <Marked text={requestTitle(messages, request)} isMarked={differing.includes('application')} />
      </span>
      <span className={isSuspicious(request) ? 'chooser-detail chooser-detail-warning' : 'chooser-detail'}>
        <Icon size={14} aria-hidden="true" />
        <span>
          {details
            .filter((detail): detail is readonly [Aspect, string] => detail[1] !== undefined)
            .map(([aspect, text], index) => (
              <Fragment key={aspect}>
                {index > 0 && ' · '}
                <Marked text={text} isMarked={differing.includes(aspect)} />
              </Fragment>
            ))}
        </span>
      </span>
      <span className="chooser-asked">{t('requests.askedAt', { time: formatMoment(request.askedAtMs, locale) })}</span>
      <span className="chooser-left">
        <State request={request} endsAtMs={endsAtMs} />
      </span>
    </>
  );
}

function Marked({ text, isMarked }: { text: string; isMarked: boolean }) {
  return isMarked ? (
    <mark className="differs">
      <Name text={text} />
    </mark>
  ) : (
    <Name text={text} />
  );
}

function State({ request, endsAtMs }: { request: RequestView; endsAtMs: number }) {
  const messages = useMessages();
  const left = useRemaining(endsAtMs - useArrival());
  if (request.outcome !== undefined) return outcomeTitle(messages, request, request.outcome);
  if (request.phase === 'sending') return messages.t('requests.sending');
  return left > 0 ? secondsLeft(messages, left) : messages.t('requests.missed');
}
