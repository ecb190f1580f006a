import { useState } from 'react';
import { RETENTIONS, type Retention } from '../../../bridge/activityNames.ts';
import type { Settings } from '../../../bridge/settings.ts';
import { Confirmation } from '../../components/Confirmation.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

/** How long the history is kept. Asks first where the choice deletes something. */
export function RetentionPicker({ value }: { value: Settings['activityRetention'] }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [asked, setAsked] = useState<{ retention: Retention; count: number }>();
  const close = () => setAsked(undefined);
  const apply = (retention: Retention) => intent.run(() => deskfob().changeSettings({ activityRetention: retention }), close);
  const choose = (retention: Retention) => {
    if (retention === value) return;
    intent.run(
      () => deskfob().countOldActivity({ retention }),
      ({ count }) => (count === 0 ? apply(retention) : setAsked({ retention, count })),
    );
  };
  return (
    <>
      <Picker
        label={t('settings.retention')}
        value={value}
        options={RETENTIONS.map((retention) => ({ value: retention, label: t(`settings.retention.${retention}`) }))}
        onChange={choose}
      />
      <p className="field-description">{t('settings.retentionHint')}</p>
      {asked === undefined && <ErrorNote error={intent.error} />}
      {asked !== undefined && (
        <Confirmation
          title={t('settings.retentionDelete')}
          confirm={t('settings.retentionConfirm')}
          onConfirm={() => apply(asked.retention)}
          keep={t('settings.retentionKeep')}
          onKeep={close}
          busy={intent.busy}
        >
          <p>{t('settings.retentionDeleteText', { count: asked.count })}</p>
          <ErrorNote error={intent.error} />
        </Confirmation>
      )}
    </>
  );
}
