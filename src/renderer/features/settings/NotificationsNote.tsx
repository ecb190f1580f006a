import { BellOff } from 'lucide-react';
import type { NotificationsView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';

/** Why notifications do not get through, and what that means; nothing while they do. Keep it mounted, so that a change is spoken. */
export function NotificationsNote({ state }: { state: NotificationsView }) {
  const { t } = useMessages();
  return (
    <div className="settings-note" aria-live="polite" data-testid="notifications-note">
      {state !== 'working' && (
        <div className="note note-warning">
          <BellOff aria-hidden="true" size={18} />
          <div>
            <strong>{t(`settings.notifications.${state}`)}</strong>
            <p>{t(`settings.notifications.${state}.do`)}</p>
          </div>
        </div>
      )}
    </div>
  );
}
