import { BellOff } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { AccountView, MuteView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatUntil } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { useNow } from '../../state/useNow.ts';

/** Until when an account is muted, whether its verifier says so, too, and the way back. */
export function MuteState({ account, mute }: { account: AccountView; mute: MuteView }) {
  const { t, rich, locale } = useMessages();
  const intent = useIntent();
  const now = useNow();
  const { name: organisation } = account.organisation;
  return (
    <>
      <div className="account-note">
        <BellOff size={16} aria-hidden="true" />
        <p>
          <strong>{t('mute.until', { time: formatUntil(mute.untilMs, now, locale) })}</strong>{' '}
          {mute.isConfirmed ? rich('mute.confirmed', { organisation }) : rich('mute.telling', { organisation })}
        </p>
      </div>
      <div className="account-actions">
        <Button
          className="button button-small"
          aria-label={t('mute.endLabel', { organisation, signInName: account.signInName })}
          isDisabled={intent.busy}
          onPress={() => intent.run(() => deskfob().endMute({ id: account.id }))}
        >
          {t('mute.end')}
        </Button>
      </div>
      <ErrorNote error={intent.error} />
    </>
  );
}
