import { countedOutside, estimateOffset, matchSteps, shifted } from '@stepstream/analysis';
import { mean } from '@stepstream/math';
import { clockOf, type SetName } from './datasets.ts';
import type { DetectorFactory } from './detector-factory.ts';
import type { LazyRecording } from './load.ts';
import { groupBy } from './observe.ts';
import { runDetector } from './run-detector.ts';
import type { Interval } from './segments.ts';
import { toleranceOf } from './tolerances.ts';

/** The sets in which the moments of contacts are known. */
const TIMED: readonly SetName[] = ['handheld', 'phones', 'pockets'];
/** Bins of equal width that probabilities from 0 to 1 are sorted into. */
const BINS = 10;

/** A contact that a detector took for one, with its probability; and whether it was one. */
export interface JudgedContact {
  /** From 0 to 1. */
  readonly probability: number;
  readonly isContact: boolean;
}

/** The contacts whose probability lies from `from` to below `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly contacts: number;
  /** Mean probability, and the share that were contacts; null in an empty bin. */
  readonly predicted: number | null;
  readonly observed: number | null;
}

/** Whether probabilities mean what they say. */
export interface Reliability {
  readonly contacts: number;
  readonly bins: readonly ReliabilityBin[];
  /**
   * Expected calibration error: the mean over the bins of |predicted − observed|, each bin weighing
   * as much as it has contacts (Naeini, Cooper & Hauskrecht 2015). Null without contacts.
   */
  readonly expectedError: number | null;
}

/**
 * Compares the probability that a detector gives each single contact, before any rhythm is asked
 * for, with how often such contacts are true. Contacts below the detector's own threshold are none,
 * so there are no low probabilities.
 *
 * @param recordings those without known moments of contacts are passed over
 */
export async function measureReliability(
  recordings: readonly LazyRecording[],
  createDetector: DetectorFactory,
): Promise<Reliability> {
  const runs: Run[] = [];
  for (const { meta, recording, truth: readTruth, mask } of recordings) {
    const truth = TIMED.includes(meta.set) ? await readTruth() : null;
    if (!truth) continue;
    const detector = createDetector(meta.person, { confirmAfter: 1 });
    const steps = runDetector(detector, await recording());
    runs.push({
      clock: clockOf(meta),
      detected: steps.map(({ timestamp }) => timestamp),
      probabilities: steps.map(({ confidence }) => confidence),
      truth,
      mask: (await mask?.()) ?? [],
      tolerance: toleranceOf(meta.set),
    });
  }
  return reliabilityOf([...groupBy(runs, ({ clock }) => clock).values()].flatMap(judge));
}

/** Sorts judged contacts into bins. */
export function reliabilityOf(contacts: readonly JudgedContact[]): Reliability {
  const bins = Array.from({ length: BINS }, (_, bin): ReliabilityBin => {
    const own = contacts.filter(({ probability }) => binOf(probability) === bin);
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      contacts: own.length,
      predicted: mean(own.map(({ probability }) => probability)),
      observed: mean(own.map(({ isContact }) => (isContact ? 1 : 0))),
    };
  });
  const weighted = bins.reduce((sum, { contacts: n, predicted, observed }) => {
    return sum + n * Math.abs((predicted ?? 0) - (observed ?? 0));
  }, 0);
  const total = contacts.length;
  return { contacts: total, bins, expectedError: total === 0 ? null : weighted / total };
}

interface Run {
  readonly clock: string;
  readonly detected: readonly number[];
  readonly probabilities: readonly (number | null)[];
  readonly truth: readonly number[];
  readonly mask: readonly Interval[];
  readonly tolerance: number;
}

/** Which contacts of some recordings with one clock were true. */
function judge(runs: readonly Run[]): JudgedContact[] {
  const { offset } = estimateOffset(runs);
  return runs.flatMap(({ detected, probabilities, truth, mask, tolerance }) => {
    const aligned = shifted(detected, offset);
    const counted = new Set(countedOutside(mask, aligned, truth, tolerance));
    const { pairs } = matchSteps(aligned, truth, tolerance);
    const right = new Set(pairs.map((pair) => pair.detected));
    return probabilities.flatMap((probability, i) =>
      probability === null || !counted.has(aligned[i] as number)
        ? []
        : [{ probability, isContact: right.has(i) }],
    );
  });
}

function binOf(probability: number): number {
  return Math.min(BINS - 1, Math.floor(probability * BINS));
}
