import { RefreshCw } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { groupPasscode } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import type { Intent } from '../../state/useIntent.ts';
import type { AccountNames } from '../authentication/Passcode.tsx';

/** The code of an account that counts: each one is asked for, because the site takes each once. A click on it copies it. */
export function CountedCode({ id, names, code, intent }: { id: string; names: AccountNames; code: string | undefined; intent: Intent }) {
  const { t } = useMessages();
  const count = () => intent.run(() => deskfob().countOtp({ id }));
  return (
    <div className="passcode counted">
      {code !== undefined && (
        <Button className="passcode-button" onPress={() => intent.run(() => deskfob().copyPasscode({ id }))}>
          <output className="passcode-digits" data-testid="passcode">
            {groupPasscode(code)}
          </output>
          <span className="visually-hidden"> {t('authentication.copy', { ...names })}</span>
        </Button>
      )}
      {code === undefined ? (
        <Button className="button button-small" isDisabled={intent.busy} onPress={count}>
          {t('otp.count')}
          <span className="visually-hidden">: {[names.organisation, names.signInName].filter((name) => name !== '').join(', ')}</span>
        </Button>
      ) : (
        <Button className="icon-button" aria-label={t('otp.countLabel', { ...names })} isDisabled={intent.busy} onPress={count}>
          <RefreshCw size={16} aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}
