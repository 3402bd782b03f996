import { useEffect, useState } from 'preact/hooks';

/** Shorter absences cost no step worth telling, in milliseconds. */
const MIN_ABSENCE_MS = 2000;

/**
 * How long the page was last out of sight, in seconds, while `isWanted`: browsers give it no motion then. Null where it
 * was not.
 */
export function useAbsence(isWanted: boolean): number | null {
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    setSeconds(null);
    let left: number | null = null;
    const look = () => {
      if (document.visibilityState === 'hidden') {
        left = Date.now();
      } else if (left !== null) {
        const away = Date.now() - left;
        left = null;
        if (away >= MIN_ABSENCE_MS) setSeconds(away / 1000);
      }
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [isWanted]);
  return seconds;
}
