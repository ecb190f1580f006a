import { ShieldCheck, ShieldQuestionMark, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PairingHostView } from '../../../../bridge/pairingList.ts';
import { useMessages } from '../../../i18n/useMessages.ts';

/** With whom, how many, and how well their identity is known. */
export function HostNote({ host, children }: { host: PairingHostView; children?: ReactNode }) {
  const { t, rich } = useMessages();
  const Sign = host.pinned ? ShieldCheck : ShieldQuestionMark;
  return (
    <div className="note">
      <Sign size={18} aria-hidden="true" />
      <div>
        <strong>{rich('list.host', { count: host.lines, host: host.host })}</strong>
        {host.pinned && <p>{t('pairing.pinned')}</p>}
        {!host.pinned && host.fingerprint === undefined && <p>{t('pairing.unpinned')}</p>}
        {children}
        {host.insecure && (
          <p>
            <TriangleAlert size={14} aria-hidden="true" /> {t('pairing.insecure')}
          </p>
        )}
      </div>
    </div>
  );
}
