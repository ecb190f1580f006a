import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components/Switch';
import type { Settings } from '../../../bridge/settings.ts';
import type { AppView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Segments } from '../../components/Segments.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

const themes = ['system', 'light', 'dark'] as const satisfies readonly Settings['theme'][];
const languages = ['system', 'en', 'de'] as const satisfies readonly Settings['language'][];
const clipboardSeconds = [10, 30, 60] as const satisfies readonly Settings['clearClipboardSeconds'][];

/** What the person can choose; every choice takes effect at once. */
export function SettingsForm({ settings, app }: { settings: Settings; app: AppView['app'] }) {
  const { t } = useMessages();
  const intent = useIntent();
  const change = (changes: Partial<Settings>) => intent.run(() => deskfob().changeSettings(changes));
  return (
    <div className="settings">
      <ErrorNote error={intent.error} />
      <Section title={t('settings.appearance')}>
        <Segments
          label={t('settings.theme')}
          value={settings.theme}
          options={themes.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
          onChange={(theme) => change({ theme })}
        />
        <Segments
          label={t('settings.language')}
          value={settings.language}
          options={languages.map((value) => ({ value, label: t(`settings.language.${value}`) }))}
          onChange={(language) => change({ language })}
        />
      </Section>
      <Section title={t('settings.behaviour')}>
        <Choice
          label={t('settings.notifications')}
          hint={t('settings.notificationsHint')}
          value={settings.notifications}
          onChange={(notifications) => change({ notifications })}
        />
        <Choice
          label={t('settings.startAtLogin')}
          hint={t('settings.startAtLoginHint')}
          value={settings.startAtLogin}
          onChange={(startAtLogin) => change({ startAtLogin })}
        />
      </Section>
      <Section title={t('settings.passcodes')}>
        <Choice
          label={t('settings.hideCodes')}
          hint={t('settings.hideCodesHint')}
          value={settings.hideCodes}
          onChange={(hideCodes) => change({ hideCodes })}
        />
        <Segments
          label={t('settings.clipboard')}
          value={String(settings.clearClipboardSeconds)}
          options={clipboardSeconds.map((seconds) => ({ value: String(seconds), label: t('time.seconds', { seconds }) }))}
          onChange={(chosen) => {
            const seconds = clipboardSeconds.find((offered) => String(offered) === chosen);
            if (seconds !== undefined) change({ clearClipboardSeconds: seconds });
          }}
        />
      </Section>
      <Section title={t('settings.about')}>
        <div>
          <p>{t('settings.version', { version: app.version })}</p>
          <p className="field-description">{t('settings.license')}</p>
        </div>
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="settings-section">
      <h2>{title}</h2>
      <div className="settings-panel">{children}</div>
    </section>
  );
}

function Choice({ label, hint, value, onChange }: { label: string; hint: string; value: boolean; onChange: (value: boolean) => void }) {
  const id = `hint-${label.replace(/\W+/g, '-')}`;
  return (
    <div className="choice">
      <Switch className="switch" isSelected={value} onChange={onChange} aria-describedby={id}>
        <span className="switch-label">{label}</span>
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
      </Switch>
      <p className="field-description" id={id}>
        {hint}
      </p>
    </div>
  );
}
