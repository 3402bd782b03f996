import type { Recording } from '@stepstream/formats';
import { readRecording } from '@stepstream/formats';
import { plotSteps } from '@stepstream/plot';
import type { EvaluationRun } from '../evaluate-detectors.ts';
import { casePath } from '../evaluation/cases.ts';
import { DISTURBANCE_TRIALS } from '../evaluation/disturbance-trials.ts';
import { disturbanceRecordings } from '../evaluation/disturbances.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { countInside, type Interval } from '../evaluation/segments.ts';
import { STRANGER } from '../evaluation/stranger.ts';
import type { SyntheticReport } from '../evaluation/synthetic-report.ts';
import { isReached } from '../evaluation/targets.ts';
import { toleranceOf } from '../evaluation/tolerances.ts';
import { failurePlot } from './failures.ts';
import { busiest, plotData } from './plot-data.ts';
import { similarWalk } from './similar-walk.ts';
import { type StretchShape, shapeOf } from './stretch-shape.ts';

/** So much of each is drawn, in seconds. */
const SECONDS = 20;
/** With fewer steps than this there is no rhythm to compare. */
const MIN_STEPS = 4;

/** A motion that is no walk and is counted as one, beside a real walk that is like it. */
export interface LookAlike {
  /** Fit for a file's name, such as `vibration`. */
  readonly kind: string;
  /** What the motion is, in words. */
  readonly label: string;
  /** Found in the stretch that is drawn. */
  readonly steps: number;
  readonly shape: StretchShape;
  readonly svg: string;
  readonly walk: {
    readonly name: string;
    readonly steps: number;
    readonly truth: number;
    readonly shape: StretchShape;
    readonly svg: string;
  };
}

/** A motion of a kind whose target is missed. */
interface Motion {
  readonly kind: string;
  readonly label: string;
  readonly recordings: () => Promise<readonly Recording[]>;
}

/** For each kind of motion in which too many steps are counted: one of them, and a walk like it. */
export async function lookAlikes(run: EvaluationRun, maxKinds: number): Promise<LookAlike[]> {
  const { evaluation, candidates, dataFolder } = run;
  const [trained] = evaluation.detectors;
  const [candidate] = candidates;
  if (!trained || !candidate) return [];
  const pairs: LookAlike[] = [];
  for (const { kind, label, recordings } of missedMotions(trained.synthetic, dataFolder)) {
    const counted = (await recordings()).map((recording) => {
      const steps = runDetector(candidate.createDetector(STRANGER), recording);
      return { recording, times: steps.map(({ timestamp }) => timestamp) };
    });
    const [worst] = counted.sort((a, b) => b.times.length - a.times.length);
    if (!worst || worst.times.length < MIN_STEPS || pairs.length === maxKinds) continue;
    const pair = await pairOf(run, kind, label, worst);
    if (pair) pairs.push(pair);
  }
  return pairs;
}

/** The kinds that miss their target, each by its recorded case, or by the strength that is worst. */
function missedMotions({ cases, disturbances }: SyntheticReport, dataFolder: string): Motion[] {
  const missedCases = (cases ?? []).filter(
    ({ kind, rate, target }) => kind !== null && !isReached(rate.perMinute ?? 0, target),
  );
  const missed = disturbances
    .filter(({ rate, target }) => target !== null && !isReached(rate.perMinute ?? 0, target))
    .sort((a, b) => (b.rate.perMinute ?? 0) - (a.rate.perMinute ?? 0));
  const kinds = new Map<string, Motion>();
  for (const one of missedCases) {
    const { label } = one;
    const kind = one.kind ?? '';
    const recordings = async () => [await readRecording(casePath(dataFolder, one))];
    kinds.set(kind, { kind, label, recordings });
  }
  for (const { key, label } of missed) {
    const trial = DISTURBANCE_TRIALS.find((one) => one.key === key);
    const kind = trial?.options.kind;
    if (!trial || !kind || kinds.has(kind)) continue;
    kinds.set(kind, { kind, label, recordings: async () => disturbanceRecordings(trial) });
  }
  return [...kinds.values()];
}

async function pairOf(
  { recordings, candidates, observations }: EvaluationRun,
  kind: string,
  label: string,
  { recording, times }: { readonly recording: Recording; readonly times: readonly number[] },
): Promise<LookAlike | null> {
  const [candidate] = candidates;
  const own = observations[0] ?? [];
  const whole = { start: recording.times[0] ?? 0, end: recording.times.at(-1) ?? 0 };
  const window = busiest(whole, times, Math.min(SECONDS, whole.end - whole.start));
  const inside = times.filter((time) => time >= window.start && time < window.end);
  const shape = shapeOf(recording, window, inside);
  const similar = await similarWalk(recordings, own, shape, window.end - window.start);
  if (!candidate || !similar) return null;
  const { walk } = similar;
  const { meta, truth } = walk;
  const found = own.find((one) => one.meta === meta)?.detected ?? [];
  const model = candidate.modelFor(meta.person);
  const steps = countInside([similar.window], found);
  const contacts = countInside([similar.window], truth);
  const what = `a walk, ${steps} found of ${contacts}`;
  const stretch = { ...walk, what, times: [], where: similar.window };
  return {
    kind,
    label,
    steps: inside.length,
    shape,
    svg: motionPlot(recording, window, label, candidate.modelFor(STRANGER)),
    walk: {
      name: meta.name,
      steps,
      truth: contacts,
      shape: similar.shape,
      svg: failurePlot(similar.recording, model, stretch),
    },
  };
}

function motionPlot(
  recording: Recording,
  window: Interval,
  label: string,
  model: Parameters<typeof plotData>[1],
): string {
  const tolerance = toleranceOf('watch');
  const data = plotData(recording, model, { window, truth: [], tolerance });
  const start = (window.start - Number(recording.times[0])).toFixed(0);
  const subtitle = `nobody walks, from ${start} s, by ${model.id}`;
  return plotSteps({ title: label, subtitle, recording, window, ...data });
}
