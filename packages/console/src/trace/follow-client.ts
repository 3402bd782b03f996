import type { StepstreamClient } from '@stepstream/client';
import { magnitudeOf } from '../stream/streamable.ts';
import type { TraceData } from './trace-data.ts';

/** Draws into a trace what a client's server takes in and confirms, from now on. */
export function followClient(trace: TraceData, client: StepstreamClient): void {
  client.on('update', ({ samples, detection }) => {
    // What was taken in without a word, or before a lost link was made anew, has no likelihood.
    const { start_probability: start = Number.NaN, end_probability: end = Number.NaN } =
      detection?.prediction ?? {};
    for (const sample of samples) {
      trace.push(sample.timestamp ?? Number.NaN, magnitudeOf(sample), start, end);
    }
  });
  client.on('step', ({ timestamp, foot, total }) => trace.mark(timestamp, foot, total));
}
