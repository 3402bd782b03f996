import type { FrameEntry } from '@stepstream/protocol';
import { useEffect, useState } from 'preact/hooks';
import { SessionFeed } from '../live/session-feed.ts';
import { takeTrace } from '../trace/take-trace.ts';
import { MAX_STREAM_SAMPLES, TraceData } from '../trace/trace-data.ts';
import { withFrames } from './frame-entries.ts';

/** What has come of a session. */
export interface FedSession {
  readonly trace: TraceData;
  /** Samples of the trace before this one are of the past, which is told thinned out. */
  readonly liveFrom: number;
  readonly frames: readonly FrameEntry[];
}

/** A session while the component is there; drawn again as it grows. Null without a session. */
export function useSessionFeed(id: string | null, begun: number): FedSession | null {
  const [fed, setFed] = useState<FedSession | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    const trace = new TraceData({ maxSamples: MAX_STREAM_SAMPLES, begun });
    let known: FedSession = { trace, liveFrom: 0, frames: [] };
    setFed(known);
    const feed = new SessionFeed(id, (message) => {
      if (message.type === 'trace') {
        takeTrace(trace, message);
        known = { ...known, ...(message.past && { liveFrom: trace.length }) };
      } else if (message.type === 'frames') {
        known = { ...known, frames: withFrames(known.frames, message) };
      } else {
        return;
      }
      setFed(known);
    });
    return () => feed.close();
  }, [id]);
  return fed;
}
