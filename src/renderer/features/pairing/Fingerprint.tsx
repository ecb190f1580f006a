import { groupFingerprint } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';

/** A fingerprint in groups, to be compared by eye or read aloud. */
export function Fingerprint({ fingerprint }: { fingerprint: string }) {
  const { t } = useMessages();
  return (
    <figure className="fingerprint">
      <figcaption>{t('pairing.fingerprintLabel')}</figcaption>
      <code dir="ltr">{groupFingerprint(fingerprint).join(' ')}</code>
    </figure>
  );
}
