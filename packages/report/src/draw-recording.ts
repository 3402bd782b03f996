import {
  type CountedRecording,
  type Envelope,
  formatDuration,
  formatNumber,
  type Interval,
  type KnownSteps,
  outweighingHole,
  recordedSeconds,
  type Samples,
} from '@stepstream/analysis';
import { plotCadence, plotSteps, type StepPlot } from '@stepstream/plot';
import { worstMoments } from './worst-moments.ts';

/** What there is of a recording while it can be drawn. */
export interface DrawnRecording {
  readonly count: CountedRecording;
  /** What counted. */
  readonly model: string;
  /** The course of the whole recording. */
  readonly envelope: Envelope;
  /** Its samples; null where they have gone by. */
  readonly samples: Samples | null;
  readonly known: KnownSteps | null;
}

/** Pictures of a recording, as SVG. */
export interface RecordingPictures {
  /** The whole recording with its steps. */
  readonly signal: string;
  /** The cadence of its walks; null where it has none. */
  readonly cadence: string | null;
  /** The moments at which count and truth disagree most, the worst first. */
  readonly moments: readonly string[];
}

/** Longer recordings are drawn by their envelope: nobody sees single samples in them. */
const MAX_SAMPLES_DRAWN = 1 << 15;

/** Draws a recording for a report. */
export function drawRecording(drawn: DrawnRecording): RecordingPictures {
  const { count } = drawn;
  const [first, last] = [count.stretches[0], count.stretches.at(-1)];
  return {
    signal: plotRecording(drawn),
    cadence:
      count.cadence !== null && first && last
        ? plotCadence({
            walks: count.walks,
            start: first.start,
            end: last.end,
            stretches: count.stretches,
          })
        : null,
    moments: drawn.samples ? worstMoments(count).map((moment) => drawMoment(drawn, moment)) : [],
  };
}

/** A recording with its steps, as SVG. */
export function plotRecording(drawn: DrawnRecording): string {
  const { count, samples } = drawn;
  const isShort = samples !== null && samples.times.length <= MAX_SAMPLES_DRAWN;
  return plotSteps({
    ...markedSteps(drawn),
    title: nameOf(count.file),
    subtitle: summaryLine(drawn),
    ...(isShort ? { recording: samples } : ofEnvelope(drawn)),
  });
}

function drawMoment(drawn: DrawnRecording, moment: Interval): string {
  const { samples } = drawn;
  if (!samples) return '';
  const { falseSteps = [], missedSteps = [] } = drawn.count.comparison?.timing ?? {};
  const inside = (times: readonly number[]) =>
    times.filter((time) => time >= moment.start && time < moment.end).length;
  const start = moment.start - (samples.times[0] ?? 0);
  return plotSteps({
    ...markedSteps(drawn),
    title: `from ${formatDuration(start)}`,
    subtitle: `${inside(missedSteps)} missed, ${inside(falseSteps)} false`,
    id: `moment-${Math.round(moment.start * 10)}`,
    recording: samples,
    window: moment,
  });
}

/** Steps and known steps, each with whether the other side has it, too. */
function markedSteps({
  count,
  known,
}: DrawnRecording): Pick<StepPlot, 'gravity' | 'steps' | 'trueSteps' | 'unknown'> {
  const { timing } = count.comparison ?? {};
  const isFalse = new Set(timing?.falseSteps);
  const isMissed = new Set(timing?.missedSteps);
  return {
    gravity: count.source.gravity,
    steps: count.confirmed.map((step) => ({ ...step, isFalse: isFalse.has(step.timestamp) })),
    trueSteps:
      known?.times?.map((timestamp) => ({ timestamp, isMissed: isMissed.has(timestamp) })) ?? null,
    unknown: known?.unknown ?? [],
  };
}

/** The envelope as a signal whose magnitude it is. */
function ofEnvelope({
  envelope,
  count,
}: DrawnRecording): Pick<StepPlot, 'recording' | 'bridgedSeconds'> {
  const { times, values } = envelope.points();
  const accel = new Float64Array(3 * times.length);
  for (let i = 0; i < times.length; i++) accel[3 * i] = values[i] as number;
  const seconds = recordedSeconds(count.stretches);
  // Two bins that follow one another are never further apart than a few of the mean.
  const bridgedSeconds = Math.max(2, (10 * seconds) / Math.max(1, times.length));
  return { recording: { times, accel }, bridgedSeconds };
}

function summaryLine({ count, model }: DrawnRecording): string {
  const { steps, comparison, cadence, walkingSeconds, duration, stretches, rate } = count;
  const recorded = formatDuration(recordedSeconds(stretches));
  return [
    `${steps} steps${comparison === null ? '' : ` (${comparison.truth} known)`}`,
    ...(cadence === null ? [] : [`${formatNumber(cadence)} steps/min`]),
    `${formatDuration(walkingSeconds)} of ${recorded} recorded are walking`,
    ...(outweighingHole(stretches) ? [`${formatDuration(duration)} from first to last`] : []),
    `${formatNumber(rate)} Hz`,
    `counted by ${model}`,
  ].join(' · ');
}

/** The last part of a path. */
function nameOf(path: string): string {
  return /([^/\\]+)[/\\]*$/.exec(path)?.[1] ?? path;
}
