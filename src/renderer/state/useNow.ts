import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** This computer's time in ms since the epoch, good to a minute: enough to know which day is today. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
