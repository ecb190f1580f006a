import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ActivityFilter } from '../../../bridge/activity.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

/** Saves the lines that are found as a table; main asks where to. */
export function ExportButton({ filter, isDisabled }: { filter: ActivityFilter; isDisabled: boolean }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [written, setWritten] = useState<number>();
  const save = () => {
    setWritten(undefined);
    intent.run(
      () => deskfob().exportActivity(filter),
      (answer) => setWritten(answer.written),
    );
  };
  return (
    <>
      <output className="activity-saved">{written !== undefined && t('activity.saved', { count: written })}</output>
      <Button className="button button-small" onPress={save} isDisabled={isDisabled || intent.busy}>
        <Download size={16} aria-hidden="true" />
        {t('activity.export')}
      </Button>
      <ErrorNote error={intent.error} />
    </>
  );
}
