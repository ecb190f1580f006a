import { BellOff, CircleCheck } from 'lucide-react';
import type { AccountView } from '../../../bridge/views.ts';
import { Hint } from '../../components/Hint.tsx';
import { formatUntil } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { useNow } from '../../state/useNow.ts';
import { MuteOffer } from '../mute/MuteOffer.tsx';

/** No request is left: a mute is offered after too many of them, or has just been chosen, or there is nothing to say at all. */
export function NothingWaits({ accounts }: { accounts: readonly AccountView[] }) {
  const { t, rich, locale } = useMessages();
  const now = useNow();
  const offered = accounts.find(({ unexpectedRequests }) => unexpectedRequests !== undefined);
  const muted = accounts.find(({ mute }) => mute !== undefined);
  if (offered?.unexpectedRequests !== undefined) {
    return (
      <main className="request nothing-waits">
        <Hint icon={<CircleCheck size={40} className="tone-muted" aria-hidden="true" />} title={t('requests.none')} whole />
        <MuteOffer account={offered} count={offered.unexpectedRequests} />
      </main>
    );
  }
  if (muted?.mute !== undefined) {
    const organisation = muted.organisation.name;
    const title = t('mute.until', { time: formatUntil(muted.mute.untilMs, now, locale) });
    return (
      <main className="request nothing-waits">
        <Hint icon={<BellOff size={40} className="tone-muted" aria-hidden="true" />} title={title} whole>
          <p>{muted.mute.isConfirmed ? rich('mute.confirmed', { organisation }) : rich('mute.telling', { organisation })}</p>
        </Hint>
      </main>
    );
  }
  return (
    <main className="request">
      <Hint icon={<CircleCheck size={40} className="tone-muted" aria-hidden="true" />} title={t('requests.none')} whole>
        <p>{t('requests.noneHint')}</p>
      </Hint>
    </main>
  );
}
