import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ImportView } from '../../../bridge/importing.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import type { Messages } from '../../i18n/useMessages.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { ImportDone } from './ImportDone.tsx';
import { ImportPassword } from './ImportPassword.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { FORMAT_NAMES } from './importWords.ts';

/** Whatever comes after a file or a code was read, up to the last word. */
export function ImportSteps({ importing, onBack, onDone }: { importing: ImportView; onBack: () => void; onDone: () => void }) {
  const { t } = useMessages();
  switch (importing.step) {
    case 'none':
      return null;
    case 'reading':
      return (
        <output className="contacting">
          <LoaderCircle className="spinner tone-good" size={36} aria-hidden="true" />
          <span>{t('import.reading')}</span>
        </output>
      );
    case 'collecting':
      return (
        <div className="way">
          <output className="import-progress">
            <progress className="import-bar" max={importing.of} value={importing.have} aria-hidden="true" />
            {t('import.collecting', { have: importing.have, of: importing.of })}
          </output>
          <Button className="button button-filled button-large" onPress={onBack}>
            {t('import.nextCode')}
          </Button>
        </div>
      );
    case 'password':
      return <ImportPassword importing={importing} />;
    case 'preview':
      return <ImportPreview importing={importing} onCancel={onDone} />;
    case 'done':
      return <ImportDone importing={importing} onDone={onDone} />;
    case 'failed':
      return (
        <div className="way">
          <ErrorNote error={importing.error} />
          <Button className="button button-filled button-large" onPress={onBack}>
            {t('import.another')}
          </Button>
        </div>
      );
  }
}

export function importTitle({ t, rich }: Messages, importing: ImportView): ReactNode {
  switch (importing.step) {
    case 'password':
      return t('import.passwordTitle');
    case 'preview': {
      const app = FORMAT_NAMES[importing.format];
      return app === undefined ? t('import.previewTitle') : rich('import.previewTitleOf', { app });
    }
    case 'done':
      return t('import.doneTitle');
    case 'none':
    case 'reading':
    case 'collecting':
    case 'failed':
      return t('import.title');
  }
}
