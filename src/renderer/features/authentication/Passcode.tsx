import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { CountdownRing } from '../../components/CountdownRing.tsx';
import { groupPasscode } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import { useHasPasscode, usePasscode } from '../../state/usePasscode.ts';

const SAY_COPIED_MS = 4000;

/** How an account is called in sentences. */
export interface AccountNames {
  readonly organisation: string;
  readonly signInName: string;
}

/** The passcode, where the account has one, with its running time; one click copies it. Hidden codes show while pointed at or reached by keyboard. */
export function Passcode({
  id,
  names,
  hideCodes,
  intent,
}: {
  /** Of its account. */
  id: string;
  names: AccountNames;
  hideCodes: boolean;
  intent: Intent;
}) {
  const { t } = useMessages();
  const [copied, setCopied] = useCopied();
  const isThere = useHasPasscode(id);
  const copy = () =>
    intent.run(
      () => deskfob().copyPasscode({ id }),
      ({ clearedInMs }) => setCopied(Math.round(clearedInMs / 1000)),
    );
  if (!isThere) return null;
  return (
    <div className="passcode">
      <Button className="passcode-button" onPress={copy}>
        {({ isHovered, isFocusVisible }) => (
          <>
            <Face id={id} isHidden={hideCodes && !isHovered && !isFocusVisible} copied={copied} />
            <span className="visually-hidden"> {t('authentication.copy', { ...names })}</span>
          </>
        )}
      </Button>
      <output className="visually-hidden">
        {copied !== undefined && t('authentication.copiedAnnounce', { organisation: names.organisation, seconds: copied })}
      </output>
    </div>
  );
}

/** What changes every second, so that no more than it is drawn anew. */
function Face({ id, isHidden, copied }: { id: string; isHidden: boolean; copied: number | undefined }) {
  const { t, rich } = useMessages();
  const shown = usePasscode(id);
  if (shown === undefined) return <span className="passcode-loading">{t('authentication.loading')}</span>;
  return (
    <>
      <span className={isHidden ? 'passcode-digits passcode-hidden' : 'passcode-digits'} data-testid="passcode">
        {isHidden ? <Hidden /> : groupPasscode(shown.code)}
      </span>
      <CountdownRing remainingMs={shown.remainingMs} periodMs={shown.periodMs} ending={shown.next !== undefined} />
      <span className="passcode-below" aria-hidden="true">
        {copied !== undefined && (
          <span className="passcode-copied">
            <Check size={14} />
            {t('authentication.copied', { seconds: copied })}
          </span>
        )}
        {copied === undefined && shown.next !== undefined && !isHidden && rich('authentication.next', { code: groupPasscode(shown.next) })}
      </span>
    </>
  );
}

function Hidden() {
  const { t } = useMessages();
  return (
    <>
      <span aria-hidden="true">{groupPasscode('••••••')}</span>
      <span className="visually-hidden">{t('authentication.hidden')}</span>
    </>
  );
}

function useCopied(): [number | undefined, (seconds: number) => void] {
  const [copied, setCopied] = useState<{ seconds: number }>();
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), SAY_COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return [copied?.seconds, (seconds) => setCopied({ seconds })];
}
