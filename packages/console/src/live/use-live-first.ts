import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../store.ts';
import type { LiveConnection } from './live-connection.ts';

/** Longest that the page waits to be told whether anybody streams, in milliseconds; most servers take 50. */
const MAX_WAIT_MS = 500;

/**
 * Whether sessions come before everything else on the page: where there are some when it opens, or where its address
 * names one. It is decided once: what jumps about under the hand of its reader is worse than either order.
 *
 * @returns undefined while it is not known yet
 */
export function useLiveFirst(live: LiveConnection): boolean | undefined {
  const { heardAt, totals } = useStore(live.state);
  const link = useStore(live.link);
  const isNamed = live.watching.missing.value !== null;
  const [isFirst, setFirst] = useState<boolean | undefined>(isNamed || undefined);
  const isLocked = link === 'locked' || link === 'refused';
  const known = isLocked ? false : heardAt === null ? undefined : totals.live + totals.away > 0;
  useEffect(() => {
    setFirst((before) => before ?? known);
  }, [known]);
  useEffect(() => {
    const timer = setTimeout(() => setFirst((before) => before ?? false), MAX_WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  return isFirst;
}
