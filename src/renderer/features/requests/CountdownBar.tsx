/** The time left as a line along the window's top edge; the seconds stand in words below it. */
export function CountdownBar({ leftMs, lifetimeMs }: { leftMs: number; lifetimeMs: number }) {
  const share = Math.min(1, Math.max(0, leftMs / lifetimeMs));
  return (
    <div className="countdown-bar" aria-hidden="true">
      <div className={leftMs <= 10_000 ? 'countdown-left countdown-ending' : 'countdown-left'} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
