import { Ban, CircleCheck, CircleQuestionMark, CircleX, Hourglass, MonitorSmartphone, ShieldAlert, TriangleAlert } from 'lucide-react';
import type { OutcomeView } from '../../../bridge/views.ts';

const icons = {
  approved: { Icon: CircleCheck, tone: 'tone-good' },
  denied: { Icon: CircleX, tone: 'tone-muted' },
  mismatch: { Icon: TriangleAlert, tone: 'tone-warning' },
  reported: { Icon: ShieldAlert, tone: 'tone-danger' },
  expired: { Icon: Hourglass, tone: 'tone-muted' },
  missed: { Icon: Hourglass, tone: 'tone-muted' },
  unknown: { Icon: CircleQuestionMark, tone: 'tone-warning' },
  cancelled: { Icon: Ban, tone: 'tone-muted' },
  elsewhere: { Icon: MonitorSmartphone, tone: 'tone-muted' },
} as const satisfies Record<OutcomeView, object>;

/** The outcome's sign; the words stand beside it. */
export function OutcomeIcon({ outcome, size = 20 }: { outcome: OutcomeView; size?: number }) {
  const { Icon, tone } = icons[outcome];
  return <Icon className={tone} size={size} aria-hidden="true" />;
}
