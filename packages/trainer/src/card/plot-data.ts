import { type DetectorModel, StepDetector } from '@stepstream/detector';
import { FRAME_RATE, logistic, Resampler } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import { matchSteps } from '../evaluation/match-steps.ts';
import type { Interval } from '../evaluation/segments.ts';

/** A curve as points in time: seconds and values, of equal length. */
export interface Curve {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** A contact, found or true, and whether it has its counterpart. */
export interface MarkedContact {
  /** Seconds on the sensor's clock. */
  readonly time: number;
  readonly isMatched: boolean;
}

/** What a plot shows of a stretch of a recording. */
export interface PlotData {
  readonly window: Interval;
  /** |a| in m/s². */
  readonly magnitude: Curve;
  /** Probability of a contact at that time, frame by frame, as the model scores it. */
  readonly probability: Curve;
  readonly confirmed: readonly (MarkedContact & { readonly foot: 'start' | 'end' })[];
  /** Null where the contacts are not known. */
  readonly truth: readonly MarkedContact[] | null;
}

export interface PlotOptions {
  readonly window: Interval;
  /** True contacts in seconds on the sensor's clock, ascending; null where they are not known. */
  readonly truth: readonly number[] | null;
  /** Contacts this far apart, in seconds, still belong together. */
  readonly tolerance: number;
}

/** Streams a recording through a detector and notes what a plot of a stretch of it shows. */
export function plotData(
  recording: Recording,
  model: DetectorModel,
  { window, truth, tolerance }: PlotOptions,
): PlotData {
  const detector = new StepDetector({ model });
  const steps: { time: number; foot: 'start' | 'end' }[] = [];
  forEachSample(recording, (time, x, y, z) => {
    for (const { timestamp, foot } of detector.push(time, x, y, z)) {
      steps.push({ time: timestamp, foot });
    }
  });
  const found = steps.map(({ time }) => time);
  const { pairs } = matchSteps(found, truth ?? [], tolerance);
  const right = new Set(pairs.map((pair) => pair.detected));
  const seen = new Set(pairs.map((pair) => pair.truth));
  const isIn = ({ time }: { time: number }): boolean => time >= window.start && time < window.end;
  return {
    window,
    magnitude: magnitudeIn(recording, window),
    probability: probabilityIn(recording, model, window),
    confirmed: steps
      .map((step, i) => ({ ...step, isMatched: truth === null || right.has(i) }))
      .filter(isIn),
    truth: truth?.map((time, i) => ({ time, isMatched: seen.has(i) })).filter(isIn) ?? null,
  };
}

/** The 60 s with the most of some times in them, on a grid of 5 s; the first of equals. */
export function busiestMinute(whole: Interval, times: readonly number[]): Interval {
  let best = whole.start;
  let most = -1;
  for (let start = whole.start; start + 60 <= whole.end; start += 5) {
    const inside = times.filter((time) => time >= start && time < start + 60).length;
    if (inside <= most) continue;
    best = start;
    most = inside;
  }
  return { start: best, end: best + 60 };
}

/** |a| of the samples in a window, no more of them than there are frames. */
function magnitudeIn(recording: Recording, { start, end }: Interval): Curve {
  const curve = { times: [] as number[], values: [] as number[] };
  let next = start;
  forEachSample(recording, (time, x, y, z) => {
    if (time < next || time >= end) return;
    curve.times.push(time);
    curve.values.push(Math.hypot(x, y, z));
    next = Math.max(next + 1 / FRAME_RATE, time + 0.5 / FRAME_RATE);
  });
  return curve;
}

/** The probability of each frame in a window; the detector itself only tells that of peaks. */
function probabilityIn(
  recording: Recording,
  model: DetectorModel,
  { start, end }: Interval,
): Curve {
  const curve = { times: [] as number[], values: [] as number[] };
  const resampler = new Resampler();
  const scorer = model.createScorer();
  forEachSample(recording, (time, x, y, z) => {
    const continuity = resampler.continuity(time);
    if (continuity === 'late') return;
    if (continuity !== 'continues') {
      resampler.start(time, x, y, z);
      scorer.reset();
      return;
    }
    resampler.add(time, x, y, z);
    while (resampler.next()) {
      scorer.next(resampler.x, resampler.y, resampler.z);
      const moment = resampler.time - model.delay;
      if (moment < start || moment >= end) continue;
      curve.times.push(moment);
      curve.values.push(logistic(scorer.logit));
    }
  });
  return curve;
}

function forEachSample(
  { times, accel }: Recording,
  take: (time: number, x: number, y: number, z: number) => void,
): void {
  for (const [i, time] of times.entries()) {
    take(time, accel[3 * i] as number, accel[3 * i + 1] as number, accel[3 * i + 2] as number);
  }
}
