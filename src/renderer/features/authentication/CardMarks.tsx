import { Name } from '../../components/Name.tsx';
import type { AnyAccount } from './anyAccount.ts';

/** Its group and its tags, in one quiet line. */
export function CardMarks({ account: { group, tags } }: { account: AnyAccount }) {
  const marks = [...(group === undefined ? [] : [group]), ...(tags ?? [])];
  if (marks.length === 0) return null;
  return (
    <small className="account-marks" title={marks.join(' · ')}>
      {marks.map((mark, place) => (
        <span key={mark}>
          {place > 0 && ' · '}
          <Name text={mark} />
        </span>
      ))}
    </small>
  );
}
