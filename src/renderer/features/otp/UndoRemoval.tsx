import { Button } from 'react-aria-components/Button';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

/** For a little while, what was just removed can be brought back. Always there, so that screen readers hear it come. */
export function UndoRemoval({ count }: { count: number }) {
  const { t } = useMessages();
  const intent = useIntent();
  return (
    <output className={count > 0 ? 'undo' : undefined}>
      {count > 0 && (
        <>
          {t('otp.removed', { count })}
          <Button className="button button-small" isDisabled={intent.busy} onPress={() => intent.run(() => deskfob().undoRemoval())}>
            {t('otp.undo')}
          </Button>
        </>
      )}
    </output>
  );
}
