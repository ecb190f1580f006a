import { LoaderCircle, LockKeyhole, Plus } from 'lucide-react';
import { Suspense, useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { AccountView, AppView } from '../../bridge/views.ts';
import { useMessages } from '../i18n/useMessages.ts';
import { AccountList } from './authentication/AccountList.tsx';
import { ConnectionFooter } from './authentication/ConnectionFooter.tsx';
import { Welcome } from './authentication/Welcome.tsx';
import { ActivityTab, LockScreen, PairingDialog, PairingListDialog, readLaterParts, SettingsForm, VaultProblem } from './later.ts';
import type { Adding } from './pairing/PairingDialog.tsx';
import { UndoRemoval } from './otp/UndoRemoval.tsx';
import { RequestList } from './requests/RequestList.tsx';
import { deskfob } from '../state/deskfob.ts';
import { ManagedNote } from './protection/ManagedNote.tsx';

/** The main window: three tabs, the way to add an account, and the state of the connections. */
export function MainWindow({ view }: { view: AppView }) {
  const { t } = useMessages();
  const [adding, setAdding] = useState<Adding>();
  const pairAgain = useCallback((account: AccountView) => setAdding({ way: 'name', signInName: account.signInName }), []);
  useEffect(readLaterParts, []);
  if (view.vault.state === 'failed') {
    return (
      <Suspense>
        <VaultProblem error={view.vault.error} accounts={view.vault.accounts} />
      </Suspense>
    );
  }
  if (view.vault.state === 'opening') {
    return (
      <main className="opening" aria-live="polite">
        <LoaderCircle className="spinner tone-good" size={36} aria-hidden="true" />
        <h1>{t('app.opening')}</h1>
      </main>
    );
  }
  if (view.protection.locked) {
    return (
      <Suspense>
        <LockScreen protection={view.protection} />
      </Suspense>
    );
  }
  return (
    <div className="window">
      <Tabs className="tabs" defaultSelectedKey="authentication">
        <header className="top">
          <TabList className="tab-list" aria-label={t('tabs.label')}>
            <Tab id="authentication" className="tab">
              {t('tabs.authentication')}
            </Tab>
            <Tab id="activity" className="tab">
              {t('tabs.activity')}
            </Tab>
            <Tab id="settings" className="tab">
              {t('tabs.settings')}
            </Tab>
          </TabList>
          {view.protection.canVerify && (
            <Button className="icon-button lock-button" aria-label={t('lock.now')} onPress={() => void deskfob().lock()}>
              <LockKeyhole size={18} aria-hidden="true" />
            </Button>
          )}
          <Button className="icon-button add-button" aria-label={t('tabs.add')} onPress={() => setAdding({ way: 'link' })}>
            <Plus size={18} aria-hidden="true" />
          </Button>
        </header>
        <main className="content">
          <TabPanel id="authentication" className="panel panel-accounts">
            <h1 className="visually-hidden">{t('tabs.authentication')}</h1>
            <ManagedNote protection={view.protection} />
            <RequestList requests={view.requests} />
            <UndoRemoval count={view.removedOtp} />
            {view.accounts.length === 0 && view.otpAccounts.length === 0 ? (
              <Welcome onAdd={(way) => setAdding({ way })} />
            ) : (
              <AccountList view={view} onPairAgain={pairAgain} />
            )}
          </TabPanel>
          <TabPanel id="activity" className="panel panel-whole">
            <h1 className="visually-hidden">{t('activity.title')}</h1>
            <Suspense>
              <ActivityTab revision={view.activityRevision} />
            </Suspense>
          </TabPanel>
          <TabPanel id="settings" className="panel">
            <h1 className="visually-hidden">{t('tabs.settings')}</h1>
            <Suspense>
              <SettingsForm view={view} />
            </Suspense>
          </TabPanel>
        </main>
      </Tabs>
      <ConnectionFooter verifiers={view.verifiers} />
      {view.pairingList.step !== 'none' && (
        <Suspense>
          <PairingListDialog
            list={view.pairingList}
            toConfirm={view.accounts.filter(({ state }) => state === 'waiting').length}
            onClose={() => setAdding(undefined)}
          />
        </Suspense>
      )}
      {((adding !== undefined && view.pairingList.step === 'none') || view.pairing.step !== 'none' || view.importing.step !== 'none') && (
        <Suspense>
          <PairingDialog view={view} adding={adding} onAdding={setAdding} />
        </Suspense>
      )}
    </div>
  );
}
