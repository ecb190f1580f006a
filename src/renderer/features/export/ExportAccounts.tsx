import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useMessages } from '../../i18n/useMessages.ts';
import { ExportDialog } from './ExportDialog.tsx';

/** The way to a backup, or to another app. */
export function ExportAccounts() {
  const { t } = useMessages();
  const [isOpen, setOpen] = useState(false);
  const [saved, setSaved] = useState<number>();
  const open = () => {
    setSaved(undefined);
    setOpen(true);
  };
  return (
    <div>
      <Button className="button" onPress={open}>
        <Download size={16} aria-hidden="true" />
        {t('export.open')}
      </Button>
      <p className="field-description">{t('export.hint')}</p>
      <output>{saved !== undefined && t('export.saved', { count: saved })}</output>
      {isOpen && <ExportDialog onClose={() => setOpen(false)} onSaved={setSaved} />}
    </div>
  );
}
