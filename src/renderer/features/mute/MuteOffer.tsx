import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import type { MuteSpan } from '../../../bridge/channels.ts';
import type { AccountView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

const SPANS: readonly MuteSpan[] = ['quarter-hour', 'hour', 'tomorrow'];

export interface MuteOfferProps {
  account: AccountView;
  /** How many requests the person did not want. */
  count: number;
  /** One line with a button first: something more important stands beside it. */
  isBrief?: boolean;
}

/** After several unexpected requests: what that may mean, and the way to be left alone for a while. */
export function MuteOffer({ account, count, isBrief = false }: MuteOfferProps) {
  const { t, rich } = useMessages();
  const intent = useIntent();
  const [isOpen, setIsOpen] = useState(!isBrief);
  const organisation = account.organisation.name;
  return (
    <section className="note note-warning mute-offer" aria-label={t('mute.offer', { count })}>
      <BellOff size={18} aria-hidden="true" />
      <div className="mute-offer-words">
        <strong>{t(isOpen ? 'mute.offer' : 'mute.offerBrief', { count })}</strong>
        {!isOpen && (
          <Button className="button button-small" onPress={() => setIsOpen(true)}>
            {t('mute.open')}
          </Button>
        )}
        {isOpen && (
          <>
            <p>{rich('mute.offerText', { organisation })}</p>
            <Group className="mute-spans" aria-label={t('mute.for', { organisation })}>
              <span aria-hidden="true">{rich('mute.for', { organisation })}</span>
              {SPANS.map((span) => (
                <Button
                  key={span}
                  className="button button-small"
                  isDisabled={intent.busy}
                  onPress={() => intent.run(() => deskfob().muteAccount({ id: account.id, span }))}
                >
                  {t(`mute.${span}`)}
                </Button>
              ))}
              <Button
                className="button button-small button-quiet"
                isDisabled={intent.busy}
                onPress={() => intent.run(() => deskfob().declineMute({ id: account.id }))}
              >
                {t('mute.decline')}
              </Button>
            </Group>
          </>
        )}
        <ErrorNote error={intent.error} />
      </div>
    </section>
  );
}
