import { Pin } from 'lucide-react';
import { Name } from '../../components/Name.tsx';
import { useMessages } from '../../i18n/useMessages.ts';

/** Whose account it is, what the person calls it beside that, and whether it is pinned. */
export function CardTitle({ name, ownName, pinned }: { name: string; ownName?: string | undefined; pinned: boolean }) {
  const { t } = useMessages();
  return (
    <strong title={ownName === undefined ? name : `${name} · ${ownName}`}>
      <Name text={name} />
      {ownName !== undefined && (
        <span className="account-own-name">
          {' · '}
          <Name text={ownName} />
        </span>
      )}
      {pinned && (
        <>
          <Pin className="account-pin" size={12} aria-hidden="true" />
          <span className="visually-hidden">{t('authentication.pinned')}</span>
        </>
      )}
    </strong>
  );
}
