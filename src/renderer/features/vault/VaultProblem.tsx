import { LockKeyhole, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ErrorCode } from '../../../bridge/errors.ts';
import type { AccountName } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { AccountNames } from './AccountNames.tsx';
import { StartOver } from './StartOver.tsx';

/** Problems that pass once the person or the computer has done something; nothing is lost with them. */
const passing: ReadonlySet<ErrorCode> = new Set(['vault-locked', 'vault-absent', 'vault-too-new', 'vault-io']);

/** Instead of everything else while the accounts cannot be opened: what happened, what to do, and the two ways on. */
export function VaultProblem({ error, accounts }: { error: ErrorCode; accounts: readonly AccountName[] }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [startingOver, setStartingOver] = useState(false);
  const passes = passing.has(error);
  const Sign = passes ? LockKeyhole : ShieldAlert;
  return (
    <main className="vault-problem">
      <Sign size={44} className={passes ? 'tone-good' : 'tone-warning'} aria-hidden="true" />
      <h1>{t(`error.${error}`)}</h1>
      <p>{t(`error.${error}.do`)}</p>
      {passes && <p>{t('vault.safe')}</p>}
      {accounts.length > 0 && (
        <section className="vault-accounts">
          <h2>{t('vault.affected')}</h2>
          <AccountNames accounts={accounts} />
        </section>
      )}
      {intent.error !== error && <ErrorNote error={intent.error} />}
      <div className="vault-actions">
        <Button
          className="button button-filled button-large"
          isDisabled={intent.busy}
          onPress={() => intent.run(() => deskfob().retryVault())}
        >
          {t('action.tryAgain')}
        </Button>
        <Button className="button button-plain-danger" onPress={() => setStartingOver(true)}>
          {t('vault.startOver')}
        </Button>
      </div>
      {startingOver && <StartOver accounts={accounts} onClose={() => setStartingOver(false)} />}
    </main>
  );
}
