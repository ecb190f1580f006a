import { CircleAlert } from 'lucide-react';
import type { ErrorCode } from '../../bridge/errors.ts';
import { useMessages } from '../i18n/useMessages.ts';

/** What went wrong, what it means and what to do; spoken at once by screen readers. Keep it mounted and pass undefined when all is well. */
export function ErrorNote({ error }: { error: ErrorCode | undefined }) {
  const { t } = useMessages();
  return (
    <div role="alert">
      {error !== undefined && (
        <div className="note note-danger">
          <CircleAlert aria-hidden="true" size={18} />
          <div>
            <strong>{t(`error.${error}`)}</strong>
            <p>{t(`error.${error}.do`)}</p>
          </div>
        </div>
      )}
    </div>
  );
}
