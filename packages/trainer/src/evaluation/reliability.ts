import { mean } from '@stepstream/math';
import { clockOf } from './datasets.ts';
import type { DetectorFactory } from './detector-factory.ts';
import type { LazyRecording } from './load.ts';
import { matchSteps } from './match-steps.ts';
import { groupBy } from './observe.ts';
import { estimateOffset, shifted } from './offset.ts';
import { runDetector } from './run-detector.ts';
import { WIDE as HANDHELD_TOLERANCE } from './score-handheld.ts';
import { PHONES_TOLERANCE } from './score-phones.ts';

/** Bins of equal width that probabilities from 0 to 1 are sorted into. */
const BINS = 10;

/** A landing that a detector took for one, with its probability; and whether it was one. */
export interface JudgedLanding {
  /** From 0 to 1. */
  readonly probability: number;
  readonly landed: boolean;
}

/** The landings whose probability lies from `from` to below `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly landings: number;
  /** Mean probability, and the share that were landings; null in an empty bin. */
  readonly predicted: number | null;
  readonly observed: number | null;
}

/** Whether probabilities mean what they say. */
export interface Reliability {
  readonly landings: number;
  readonly bins: readonly ReliabilityBin[];
  /**
   * Expected calibration error: the mean over the bins of |predicted − observed|, each bin weighing
   * as much as it has landings (Naeini, Cooper & Hauskrecht 2015). Null without landings.
   */
  readonly expectedError: number | null;
}

/**
 * Compares the probability that a detector gives each single landing, before any rhythm is asked
 * for, with how often such landings are true. Landings below the detector's own threshold are none,
 * so there are no low probabilities.
 *
 * @param recordings those without known steps are passed over
 */
export async function measureReliability(
  recordings: readonly LazyRecording[],
  createDetector: DetectorFactory,
): Promise<Reliability> {
  const runs: Run[] = [];
  for (const { meta, recording, truth: readTruth } of recordings) {
    const truth = await readTruth();
    if (!truth) continue;
    const detector = createDetector(meta.person, { confirmAfter: 1 });
    const steps = runDetector(detector, await recording());
    const tolerance = meta.set === 'phones' ? PHONES_TOLERANCE : HANDHELD_TOLERANCE;
    runs.push({
      clock: clockOf(meta),
      detected: steps.map(({ timestamp }) => timestamp),
      probabilities: steps.map(({ confidence }) => confidence),
      truth,
      tolerance,
    });
  }
  return reliabilityOf([...groupBy(runs, ({ clock }) => clock).values()].flatMap(judge));
}

/** Sorts judged landings into bins. */
export function reliabilityOf(landings: readonly JudgedLanding[]): Reliability {
  const bins = Array.from({ length: BINS }, (_, bin): ReliabilityBin => {
    const own = landings.filter(({ probability }) => binOf(probability) === bin);
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      landings: own.length,
      predicted: mean(own.map(({ probability }) => probability)),
      observed: mean(own.map(({ landed }) => (landed ? 1 : 0))),
    };
  });
  const weighted = bins.reduce((sum, { landings: n, predicted, observed }) => {
    return sum + n * Math.abs((predicted ?? 0) - (observed ?? 0));
  }, 0);
  const total = landings.length;
  return { landings: total, bins, expectedError: total === 0 ? null : weighted / total };
}

interface Run {
  readonly clock: string;
  readonly detected: readonly number[];
  readonly probabilities: readonly (number | null)[];
  readonly truth: readonly number[];
  readonly tolerance: number;
}

/** Which landings of some recordings with one clock were true. */
function judge(runs: readonly Run[]): JudgedLanding[] {
  const { offset } = estimateOffset(runs);
  return runs.flatMap(({ detected, probabilities, truth, tolerance }) => {
    const { pairs } = matchSteps(shifted(detected, offset), truth, tolerance);
    const right = new Set(pairs.map((pair) => pair.detected));
    return probabilities.flatMap((probability, i) =>
      probability === null ? [] : [{ probability, landed: right.has(i) }],
    );
  });
}

function binOf(probability: number): number {
  return Math.min(BINS - 1, Math.floor(probability * BINS));
}
