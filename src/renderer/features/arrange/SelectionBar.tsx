import type { Ref } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ErrorCode } from '../../../bridge/errors.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { type AnyAccount, isPaired } from '../authentication/anyAccount.ts';

/** How many accounts are chosen, and what can be done with all of them. */
export function SelectionBar({
  selected,
  said,
  error,
  onAll,
  onGroup,
  onExport,
  onRemove,
  onDone,
  doneRef,
}: {
  selected: readonly AnyAccount[];
  /** What has just become of them. */
  said: string;
  error: ErrorCode | undefined;
  onAll: () => void;
  onGroup: () => void;
  onExport: () => void;
  onRemove: () => void;
  onDone: () => void;
  doneRef: Ref<HTMLButtonElement>;
}) {
  const { t } = useMessages();
  const count = selected.length;
  // Device keys of organisations' accounts leave this computer in no file.
  const canExport = selected.some((account) => !isPaired(account));
  return (
    <section className="selection-bar" aria-label={t('arrange.bar')}>
      <div className="selection-line">
        <strong className="selection-count">{count === 0 && said !== '' ? said : t('arrange.selected', { count })}</strong>
        <Button className="button button-small" onPress={onAll}>
          {t('arrange.all')}
        </Button>
        <Button ref={doneRef} className="button button-small" onPress={onDone}>
          {t('action.done')}
        </Button>
      </div>
      <div className="selection-line">
        <Button className="button button-small" isDisabled={count === 0} onPress={onGroup}>
          {t('arrange.group')}
        </Button>
        <Button className="button button-small" isDisabled={!canExport} onPress={onExport}>
          {t('arrange.export')}
        </Button>
        <Button className="button button-small button-plain-danger" isDisabled={count === 0} onPress={onRemove}>
          {t('action.remove')}
        </Button>
      </div>
      <output className="visually-hidden">{said}</output>
      <ErrorNote error={error} />
    </section>
  );
}
