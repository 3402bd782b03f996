import type { TraceMessage } from '@stepstream/protocol';
import type { TraceData } from './trace-data.ts';

/** Draws into a trace what the server tells of a session. */
export function takeTrace(
  trace: TraceData,
  { times, magnitudes, starts, ends, steps, total_steps }: TraceMessage,
): void {
  for (let i = 0; i < times.length; i++) {
    trace.push(times[i] as number, magnitudes[i] as number, starts[i] as number, ends[i] as number);
  }
  const before = total_steps - steps.length;
  steps.forEach(({ timestamp, foot }, i) => {
    trace.mark(timestamp, foot, before + i + 1);
  });
}
