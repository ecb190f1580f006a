import { ChevronRight, KeyRound, Link2, ShieldCheck } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { useMessages } from '../../i18n/useMessages.ts';
import type { WayId } from '../pairing/ways/ways.ts';

/** The first thing that a person sees: what this is for, and how to begin. */
export function Welcome({ onAdd }: { onAdd: (way: WayId) => void }) {
  const { t } = useMessages();
  return (
    <div className="welcome">
      <span className="welcome-sign">
        <ShieldCheck size={36} aria-hidden="true" />
      </span>
      <h2>{t('empty.title')}</h2>
      <p>{t('empty.text')}</p>
      <p className="welcome-begin">{t('empty.begin')}</p>
      <div className="welcome-ways">
        <Button className="welcome-way" onPress={() => onAdd('link')}>
          <Link2 size={20} aria-hidden="true" />
          <span>
            <strong>{t('empty.link')}</strong>
            <small>{t('empty.linkHint')}</small>
          </span>
          <ChevronRight size={18} className="mirrored" aria-hidden="true" />
        </Button>
        <Button className="welcome-way" onPress={() => onAdd('name')}>
          <KeyRound size={20} aria-hidden="true" />
          <span>
            <strong>{t('empty.key')}</strong>
            <small>{t('empty.keyHint')}</small>
          </span>
          <ChevronRight size={18} className="mirrored" aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}
