import { CircleCheck, Info } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { AccountView, PairingView } from '../../../bridge/views.ts';
import { CountdownRing } from '../../components/CountdownRing.tsx';
import { formatDate, groupPasscode } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { usePasscode } from '../../state/usePasscode.ts';
import { isDead } from '../authentication/accountState.ts';

/** Paired; until the organisation's page has seen the answer or the passcode, the account waits. */
export function Paired({
  pairing,
  account,
  onDone,
}: {
  pairing: Extract<PairingView, { step: 'paired' }>;
  account: AccountView | undefined;
  onDone: () => void;
}) {
  const { t, rich, locale } = useMessages();
  const passcode = usePasscode(account?.id ?? '');
  const organisation = pairing.organisation.name;
  const state = account?.state ?? 'waiting';
  return (
    <>
      <output className="paired">
        {state === 'active' && (
          <>
            <CircleCheck className="tone-good" size={40} aria-hidden="true" />
            <span>{rich('pairing.readyText', { displayName: pairing.displayName })}</span>
          </>
        )}
        {isDead(state) && <span>{t('pairing.stoppedText')}</span>}
        {state === 'waiting' && <span>{rich('pairing.pairedText', { organisation })}</span>}
      </output>
      {state === 'waiting' && passcode !== undefined && (
        <div className="paired-passcode">
          <span className="field-label">{t('pairing.pairedPasscode')}</span>
          <span className="paired-digits">
            <span className="passcode-digits">{groupPasscode(passcode.code)}</span>
            <CountdownRing remainingMs={passcode.remainingMs} periodMs={passcode.periodMs} ending={passcode.next !== undefined} />
          </span>
        </div>
      )}
      {pairing.replaced.map((old) => (
        <div className="note" key={`${old.organisation} ${old.subscriber} ${old.pairedAtMs}`}>
          <Info size={18} aria-hidden="true" />
          <p>
            {rich('pairing.replaced', {
              subscriber: old.subscriber,
              organisation: old.organisation,
              date: formatDate(old.pairedAtMs, locale),
            })}
          </p>
        </div>
      ))}
      <div className="dialog-actions">
        <Button className="button button-filled" onPress={onDone}>
          {t('action.done')}
        </Button>
      </div>
    </>
  );
}
