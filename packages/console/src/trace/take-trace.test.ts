import { expect, test } from 'bun:test';
import type { TraceMessage } from '@stepstream/protocol';
import { takeTrace } from './take-trace.ts';
import { TraceData } from './trace-data.ts';

/** A stretch at 10 Hz, with a step at each full second. */
function stretch(from: number, to: number, past = false): TraceMessage {
  const times = Array.from({ length: Math.round(10 * (to - from)) }, (_, i) => from + i / 10);
  const steps = times
    .filter((time) => Number.isInteger(time))
    .map((timestamp) => ({ timestamp, foot: 'start' as const }));
  const flat = times.map(() => 0.5);
  return {
    ...{ type: 'trace', session_id: 'a', past, times, steps, total_steps: Math.ceil(to) },
    ...{ magnitudes: flat, starts: flat, ends: flat },
  };
}
const shown = ({ length, firstTime, lastTime, marks }: TraceData) => ({
  ...{ length, from: firstTime, to: lastTime },
  steps: marks.map(({ number }) => number),
});

test('the past comes before what follows, and what a lost link has missed is filled in', () => {
  const trace = new TraceData();
  takeTrace(trace, stretch(1, 3, true));
  takeTrace(trace, stretch(3, 4));
  expect(shown(trace)).toEqual({ length: 30, from: 1, to: 3.9, steps: [2, 3, 4] });
  takeTrace(trace, stretch(2, 6, true));
  expect(shown(trace)).toEqual({ length: 50, from: 1, to: 5.9, steps: [2, 3, 4, 5, 6] });
  // Told once more, for somebody else who begins to watch.
  takeTrace(trace, stretch(2, 6, true));
  expect(shown(trace).length).toBe(50);
});

test('the past of another clock begins the trace anew', () => {
  const trace = new TraceData();
  takeTrace(trace, stretch(1000, 1010));
  takeTrace(trace, stretch(1, 3, true));
  expect(shown(trace)).toMatchObject({ length: 20, from: 1, to: 2.9 });
});
