const RADIUS = 8;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring that runs down; the seconds themselves are said in words elsewhere. */
export function CountdownRing({ remainingMs, periodMs, ending }: { remainingMs: number; periodMs: number; ending: boolean }) {
  const share = Math.min(1, Math.max(0, remainingMs / periodMs));
  return (
    <svg className={ending ? 'ring ring-ending' : 'ring'} viewBox="0 0 20 20" aria-hidden="true">
      <circle className="ring-track" cx="10" cy="10" r={RADIUS} />
      <circle className="ring-left" cx="10" cy="10" r={RADIUS} strokeDasharray={LENGTH} strokeDashoffset={LENGTH * (share - 1)} />
    </svg>
  );
}
