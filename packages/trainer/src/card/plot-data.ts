import { countedOutside, matchSteps } from '@stepstream/analysis';
import { type ConfirmedStep, type DetectorModel, StepDetector } from '@stepstream/detector';
import { logistic, Resampler } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import type { Curve, PlottedStep, TrueStepMark } from '@stepstream/plot';
import type { Interval } from '../evaluation/segments.ts';

/** What the plot of a stretch of a recording shows beside the recording itself. */
export interface PlotData {
  /** Probability of a contact at that time, frame by frame, as the model scores it. */
  readonly probability: Curve;
  readonly steps: readonly PlottedStep[];
  /** Null where the contacts are not known. */
  readonly trueSteps: readonly TrueStepMark[] | null;
}

export interface PlotOptions {
  readonly window: Interval;
  /** True contacts in seconds on the sensor's clock, ascending; null where they are not known. */
  readonly truth: readonly number[] | null;
  /** Contacts this far apart, in seconds, still belong together. */
  readonly tolerance: number;
  /** What counts neither way, on the sensor's clock. Default: nothing. */
  readonly mask?: readonly Interval[];
}

/** Streams a recording through a detector and notes what a plot of a stretch of it shows. */
export function plotData(
  recording: Recording,
  model: DetectorModel,
  { window, truth, tolerance, mask = [] }: PlotOptions,
): PlotData {
  const detector = new StepDetector({ model });
  const steps: ConfirmedStep[] = [];
  forEachSample(recording, (time, x, y, z) => {
    steps.push(...detector.push(time, x, y, z));
  });
  steps.push(...detector.finish());
  const found = steps.map(({ timestamp }) => timestamp);
  const { pairs } = matchSteps(found, truth ?? [], tolerance);
  const right = new Set(pairs.map((pair) => pair.detected));
  const counted = new Set(countedOutside(mask, found, truth ?? [], tolerance));
  const seen = new Set(pairs.map((pair) => pair.truth));
  const isIn = ({ timestamp }: { timestamp: number }): boolean =>
    timestamp >= window.start && timestamp < window.end;
  return {
    probability: probabilityIn(recording, model, window),
    steps: steps
      .map(({ timestamp, foot }, i) => ({
        timestamp,
        foot,
        isFalse: truth !== null && !right.has(i) && counted.has(timestamp),
      }))
      .filter(isIn),
    trueSteps:
      truth?.map((timestamp, i) => ({ timestamp, isMissed: !seen.has(i) })).filter(isIn) ?? null,
  };
}

/** The seconds with the most of some times in them, on a grid of 5 s; the first of equals. */
export function busiest(whole: Interval, times: readonly number[], seconds: number): Interval {
  let best = whole.start;
  let most = -1;
  for (let start = whole.start; start + seconds <= whole.end; start += 5) {
    const inside = times.filter((time) => time >= start && time < start + seconds).length;
    if (inside <= most) continue;
    best = start;
    most = inside;
  }
  return { start: best, end: best + seconds };
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
