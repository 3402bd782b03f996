import {
  addCounts,
  countsWithin,
  estimateOffset,
  type MatchCounts,
  matchSteps,
  type StepCount,
  scoreCounts,
  scoreOf,
  shifted,
} from '@stepstream/analysis';
import { seededRandom } from '@stepstream/math';
import { clockOf, type RecordingMeta } from './datasets.ts';
import type { DetectorFactory } from './detector-factory.ts';
import { type KnownWalk, toRecording } from './known-walk.ts';
import type { LazyRecording } from './load.ts';
import { groupBy } from './observe.ts';
import { ROBUSTNESS_TRIALS, type RobustnessTrial, UNDEGRADED } from './robustness-trials.ts';
import { runDetector } from './run-detector.ts';
import { countInside, type Interval } from './segments.ts';
import { HANDHELD_NARROW_SECONDS, PHONES_SECONDS } from './tolerances.ts';

/** What is left of a detector's accuracy on one set when its recordings are degraded in one way. */
export interface DegradedScore {
  /** Recordings that could be degraded so; a slow one can't be made as fast as another. */
  readonly recordings: number;
  readonly mape: number | null;
  /** Within ±100 ms hand-held, ±200 ms on phones, at the clock offsets of the undegraded run. */
  readonly f1: number;
  /** The same less that of the same recordings as they are: above zero, more errors. */
  readonly mapeChange: number | null;
  /** Below zero, worse. */
  readonly f1Change: number;
  /** Steps found of the true ones, as a share of the same in the recordings as they are. */
  readonly kept: number | null;
}

export interface RobustnessRow {
  readonly key: string;
  readonly label: string;
  /** Null where no recording could be degraded so. */
  readonly handheld: DegradedScore | null;
  readonly phones: DegradedScore | null;
}

/**
 * Measures how much accuracy a detector loses on recordings with known steps when they are degraded,
 * one way at a time. The clock offsets are those of the undegraded run, so a degradation that makes
 * the detector late shows. All randomness is seeded by trial and recording.
 *
 * @param recordings those without known steps are passed over
 * @returns the recordings as they are, then each trial
 */
export async function measureRobustness(
  recordings: readonly LazyRecording[],
  createDetector: DetectorFactory,
  onProgress: (done: number, total: number, name: string) => void = () => {},
): Promise<RobustnessRow[]> {
  const trials = [UNDEGRADED, ...ROBUSTNESS_TRIALS];
  const known = recordings.filter(({ meta }) => meta.set === 'handheld' || meta.set === 'phones');
  const runs: Run[] = [];
  for (const [place, { meta, recording, truth }] of known.entries()) {
    onProgress(place, known.length, meta.name);
    const { times, accel } = await recording();
    const walk = { times, accel, truth: (await truth()) ?? [] };
    for (const [index, trial] of trials.entries()) {
      const random = seededRandom(1000 * place + index);
      const streams = trial.degrade(walk, random).map(({ walk: degraded, window }): Stream => {
        const options = trial.gravity ? { gravity: trial.gravity } : {};
        const detector = createDetector(meta.person, options);
        return { ...detect(degraded, detector), window };
      });
      if (streams.length > 0) runs.push({ trial, meta, streams });
    }
  }
  return scoreRuns(trials, runs);
}

/** One stream that a detector saw. */
interface Stream {
  readonly detected: readonly number[];
  readonly truth: readonly number[];
  readonly window: Interval;
}

/** All streams that one trial made of one recording. */
interface Run {
  readonly trial: RobustnessTrial;
  readonly meta: RecordingMeta;
  readonly streams: readonly Stream[];
}

interface Score {
  readonly name: string;
  readonly count: StepCount;
  readonly match: MatchCounts;
}

function detect(walk: KnownWalk, detector: ReturnType<DetectorFactory>): Omit<Stream, 'window'> {
  const steps = runDetector(detector, toRecording(walk));
  return { detected: steps.map(({ timestamp }) => timestamp), truth: walk.truth };
}

function scoreRuns(trials: readonly RobustnessTrial[], runs: readonly Run[]): RobustnessRow[] {
  const undegraded = runs.filter(({ trial }) => trial === UNDEGRADED);
  const offsets = new Map(
    [...groupBy(undegraded, ({ meta }) => clockOf(meta))].map(([clock, own]) => {
      const { offset } = estimateOffset(own.flatMap(({ streams }) => streams));
      return [clock, offset] as const;
    }),
  );
  const scoresOf = (trial: RobustnessTrial, set: string): Score[] =>
    runs
      .filter((run) => run.trial === trial && run.meta.set === set)
      .map((run) => scoreRun(run, offsets.get(clockOf(run.meta)) ?? 0));
  const compared = (trial: RobustnessTrial, set: string): DegradedScore | null =>
    compare(scoresOf(trial, set), scoresOf(UNDEGRADED, set));
  return trials.map((trial) => ({
    key: trial.key,
    label: trial.label,
    handheld: compared(trial, 'handheld'),
    phones: compared(trial, 'phones'),
  }));
}

function scoreRun({ trial, meta, streams }: Run, undegradedOffset: number): Score {
  const { pace = 1 } = trial;
  const tolerance = (meta.set === 'phones' ? PHONES_SECONDS : HANDHELD_NARROW_SECONDS) / pace;
  const offset = undegradedOffset / pace;
  const scored = streams.map(({ detected, truth, window }) => {
    const aligned = shifted(detected, offset);
    const match = matchSteps(aligned, truth, tolerance);
    return {
      detected: countInside([window], aligned),
      truth: countInside([window], truth),
      match: countsWithin(match, aligned, truth, (time) => {
        return time >= window.start && time < window.end;
      }),
    };
  });
  const sum = (part: 'detected' | 'truth'): number =>
    scored.reduce((total, stream) => total + stream[part], 0);
  return {
    name: meta.name,
    count: { detected: sum('detected'), truth: sum('truth') },
    match: addCounts(scored.map(({ match }) => match)),
  };
}

function compare(degraded: readonly Score[], all: readonly Score[]): DegradedScore | null {
  if (degraded.length === 0) return null;
  const names = new Set(degraded.map(({ name }) => name));
  const now = totalOf(degraded);
  const before = totalOf(all.filter(({ name }) => names.has(name)));
  const both = now.mape !== null && before.mape !== null;
  return {
    recordings: degraded.length,
    mape: now.mape,
    f1: now.f1,
    mapeChange: both ? Number(now.mape) - Number(before.mape) : null,
    f1Change: now.f1 - before.f1,
    kept: before.found > 0 ? now.found / before.found : null,
  };
}

interface Total extends Pick<DegradedScore, 'mape' | 'f1'> {
  /** Steps found, as a share of the true ones. */
  readonly found: number;
}

function totalOf(scores: readonly Score[]): Total {
  const count = scoreCounts(scores.map((score) => score.count));
  const { f1 } = scoreOf(addCounts(scores.map(({ match }) => match)));
  return { mape: count.mape, f1, found: count.truth > 0 ? count.detected / count.truth : 0 };
}
