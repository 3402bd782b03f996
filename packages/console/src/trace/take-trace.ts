import type { TraceMessage } from '@stepstream/protocol';
import type { TraceData } from './trace-data.ts';

/** Draws into a trace what the server tells of a session. */
export function takeTrace(trace: TraceData, message: TraceMessage): void {
  const { times, magnitudes, starts, ends, steps, total_steps, past = false } = message;
  // What a link has missed while it was lost is there; what is drawn already is passed over.
  const isNew = past ? trace.newer(times.at(-1)) : () => true;
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    if (!isNew(time)) continue;
    trace.push(time, magnitudes[i] as number, starts[i] as number, ends[i] as number);
  }
  const before = total_steps - steps.length;
  const last = past ? (trace.marks.at(-1)?.number ?? 0) : 0;
  steps.forEach(({ timestamp, foot }, i) => {
    const number = before + i + 1;
    if (number > last) trace.mark(timestamp, foot, number);
  });
}
