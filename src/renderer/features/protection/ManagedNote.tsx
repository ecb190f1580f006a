import { TriangleAlert } from 'lucide-react';
import type { ProtectionView } from '../../../bridge/protection.ts';
import { useMessages } from '../../i18n/useMessages.ts';

/** What the administrator wants of this computer and it does not do yet. */
export function ManagedNote({ protection: { managed, canVerify } }: { protection: ProtectionView }) {
  const { t } = useMessages();
  const isMissing = (managed.verifyApprovals || managed.lock !== undefined) && !canVerify;
  if (!managed.damaged && !isMissing) return null;
  return (
    <div className="note note-warning">
      <TriangleAlert size={18} aria-hidden="true" />
      <div>
        {managed.damaged && <p>{t('protection.managedDamaged')}</p>}
        {isMissing && <p>{t('protection.managedNeeds')}</p>}
      </div>
    </div>
  );
}
