import { decimal } from '../format.ts';
import { words } from '../words/words.ts';
import { timeLabel } from './time-axis.ts';
import type { TraceData } from './trace-data.ts';

/** Steps further apart than this, in seconds, have a rest between them: that is no cadence. */
const MAX_INTERVAL_SECONDS = 1.6;

/** What a piece of a trace holds. */
export interface PieceSummary {
  readonly seconds: number;
  readonly steps: number;
  /** Steps a minute while walking; 0 where nobody walks. */
  readonly cadence: number;
}

export function summarize(data: TraceData, from: number, to: number): PieceSummary {
  const marks = data.marksBetween(from, to);
  let [intervals, walked] = [0, 0];
  for (let i = 1; i < marks.length; i++) {
    const interval = (marks[i]?.time ?? 0) - (marks[i - 1]?.time ?? 0);
    if (interval <= 0 || interval > MAX_INTERVAL_SECONDS) continue;
    intervals++;
    walked += interval;
  }
  const begin = Math.max(from, data.firstTime);
  const end = Math.min(to, data.lastTime);
  return {
    seconds: Math.max(end - begin, 0) || 0,
    steps: marks.length,
    cadence: walked > 0 ? Math.round((60 * intervals) / walked) : 0,
  };
}

/** What is at a moment, in words: `0:04.52 · 12.3 m/s² · likelihood 0.93 · step 7`. */
export function momentWords(data: TraceData, time: number, lookAhead: number): string {
  const i = nearest(data, time);
  if (i === undefined) return '';
  const at = data.times[i] as number;
  const longest = Math.max(data.lastTime, 60);
  const { likelihoodOf, stepOf } = words().trace;
  const said = [timeLabel(at, 0.05, longest), `${decimal(data.magnitudes[i] as number, 1)} m/s²`];
  const told = nearest(data, at + lookAhead) ?? i;
  const likelihood = Math.max(data.starts[told] as number, data.ends[told] as number);
  if (!Number.isNaN(likelihood)) said.push(likelihoodOf(decimal(likelihood, 2)));
  const [step] = data
    .marksBetween(at - 0.15, at + 0.15)
    .toSorted((a, b) => Math.abs(a.time - at) - Math.abs(b.time - at));
  if (step) said.push(stepOf(`${step.number}`));
  return said.join(' · ');
}

/** The sample closest to a time; none where none is within a second. */
function nearest(data: TraceData, time: number): number | undefined {
  const after = data.indexAt(time);
  const gap = (i: number) =>
    i >= 0 && i < data.length ? Math.abs((data.times[i] as number) - time) : 1;
  const best = gap(after - 1) < gap(after) ? after - 1 : after;
  return gap(best) < 1 ? best : undefined;
}
