import { TriangleAlert } from 'lucide-react';
import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { mixesAlphabets } from './mixesAlphabets.ts';

/** Says that a name is spelt as names are that imitate others. The eye alone does not see it. */
export function NameWarning({ request }: { request: RequestView }) {
  const { rich } = useMessages();
  const name = [request.application, request.organisation.name].find(mixesAlphabets);
  if (name === undefined) return null;
  return (
    <p className="note note-warning">
      <TriangleAlert size={18} aria-hidden="true" />
      <span>{rich('request.mixedAlphabets', { name })}</span>
    </p>
  );
}
