import { LANGUAGES } from '../../../bridge/language.ts';
import type { Settings } from '../../../bridge/settings.ts';
import type { AppView } from '../../../bridge/views.ts';
import { NotificationsNote } from './NotificationsNote.tsx';
import { WithoutTray } from './WithoutTray.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Segments } from '../../components/Segments.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { ExportAccounts } from '../export/ExportAccounts.tsx';
import { ProtectionSettings } from '../protection/ProtectionSettings.tsx';
import { Choice } from './Choice.tsx';
import { RetentionPicker } from './RetentionPicker.tsx';
import { Section } from './Section.tsx';

const themes = ['system', 'light', 'dark'] as const satisfies readonly Settings['theme'][];
/** Each language by its own name, so that who understands no other finds it. */
const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch', ar: 'العربية', fr: 'Français', es: 'Español', ja: '日本語' } as const;
const clipboardSeconds = [10, 30, 60] as const satisfies readonly Settings['clearClipboardSeconds'][];

/** What the person can choose; every choice takes effect at once. */
export function SettingsForm({ view }: { view: AppView }) {
  const { settings, app } = view;
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
        <Picker
          label={t('settings.language')}
          value={settings.language}
          options={[
            { value: 'system', label: t('settings.language.system') },
            ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value })),
          ]}
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
        {settings.notifications && <NotificationsNote state={app.notifications} />}
        <Choice
          label={t('settings.startAtLogin')}
          hint={t('settings.startAtLoginHint')}
          value={settings.startAtLogin}
          onChange={(startAtLogin) => change({ startAtLogin })}
        />
      </Section>
      <ProtectionSettings view={view} />
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
      {view.otpAccounts.length > 0 && (
        <Section title={t('settings.accounts')}>
          <ExportAccounts />
        </Section>
      )}
      <Section title={t('settings.history')}>
        <div>
          <RetentionPicker value={settings.activityRetention} />
        </div>
      </Section>
      <Section title={t('settings.about')}>
        <div>
          <p>{t('settings.version', { version: app.version })}</p>
          <p className="field-description">{t('settings.license')}</p>
        </div>
        {!app.trayAvailable && <WithoutTray onQuit={() => intent.run(() => deskfob().quit())} />}
      </Section>
    </div>
  );
}
