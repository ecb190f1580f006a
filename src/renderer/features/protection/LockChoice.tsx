import { LOCK_AFTER, type LockAfter } from '../../../bridge/lockAfter.ts';
import { Picker } from '../../components/Picker.tsx';
import { useMessages } from '../../i18n/useMessages.ts';

export interface LockChoiceProps {
  /** What counts now. */
  lock: LockAfter;
  /** The loosest that the administrator allows. */
  managed: LockAfter | undefined;
  isDisabled: boolean;
  onChange: (lock: LockAfter) => void;
}

/** After how long the app locks. */
export function LockChoice({ lock, managed, isDisabled, onChange }: LockChoiceProps) {
  const { t } = useMessages();
  const words = (value: LockAfter): string =>
    value === 'off' || value === 'start' ? t(`protection.lock.${value}`) : t('protection.lock.minutes', { minutes: value });
  const offered = LOCK_AFTER.slice(LOCK_AFTER.indexOf(managed ?? 'off'));
  // Managed, and nothing could unlock yet: what counts is looser than what is offered.
  const options = offered.includes(lock) ? offered : [lock, ...offered];
  const hint = managed !== undefined ? 'protection.managed' : isDisabled ? 'protection.lockNeeds' : 'protection.lockHint';
  return (
    <div className="lock-choice">
      <Picker
        label={t('protection.lock')}
        value={lock}
        options={options.map((value) => ({ value, label: words(value) }))}
        onChange={(chosen) => chosen !== lock && onChange(chosen)}
        isDisabled={isDisabled}
      />
      <p className="field-description">{t(hint)}</p>
    </div>
  );
}
