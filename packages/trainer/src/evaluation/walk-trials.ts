import type { StepMatch } from '@stepstream/analysis';
import type { ClockPoint } from './clock-drift.ts';
import { alignedTrials } from './contact-trials.ts';
import type { RecordingMeta, SetName } from './datasets.ts';
import type { Observation } from './observe.ts';
import type { Interval } from './segments.ts';
import { isStanding } from './standing-masks.ts';
import { toleranceOf } from './tolerances.ts';
import { type Walk, walksOf } from './walks.ts';

/** A recording with known contacts, by its walks. Times in seconds, on the reference's clock. */
export interface WalkTrial {
  /** What it is summed up with: its set, in `sports` by where the sensor was. */
  readonly group: string;
  readonly person: string;
  readonly meta: RecordingMeta;
  readonly whole: Interval;
  /** What was taken off the detected times. */
  readonly clock: readonly ClockPoint[];
  readonly truth: readonly number[];
  /** Contacts that were found, without those of which nothing is known. */
  readonly detected: readonly number[];
  readonly match: StepMatch;
  readonly walks: readonly Walk[];
  /** Where contacts may be missing, in order. */
  readonly unknown: readonly Interval[];
}

const SETS_WITH_CONTACTS: readonly SetName[] = ['handheld', 'phones', 'pockets', 'sports'];

/**
 * The walks of all recordings with known contacts, aligned and matched as in the scores of their
 * sets, except that what foot switches have twice is no contact here, and that where they may have
 * missed one, nothing is known: a bounce would be a step of a tenth of a second. Clocks that drift,
 * in `pockets`, are followed.
 */
export function walkTrials(observations: readonly Observation[]): WalkTrial[] {
  return SETS_WITH_CONTACTS.flatMap((set) => {
    const own = observations
      .filter(({ meta, truth }) => meta.set === set && truth.length > 0)
      .map(withoutDoubt);
    return alignedTrials(own, toleranceOf(set), set === 'pockets').trials.map(
      ({ observation, clock, detected, match }) => {
        const { meta, truth, mask, whole } = observation;
        const unknown = mask.filter((one) => !isStanding(meta, one, whole));
        return {
          group: groupOf(meta),
          person: meta.person,
          meta,
          whole,
          clock,
          truth,
          detected,
          match,
          walks: walksOf(truth, { whole, unknown }),
          unknown,
        };
      },
    );
  });
}

function withoutDoubt(observation: Observation): Observation {
  const { truth, cleanTruth = truth, mask, doubtful } = observation;
  const unknown = [...mask, ...doubtful].sort((a, b) => a.start - b.start);
  return { ...observation, truth: cleanTruth, mask: unknown };
}

function groupOf(meta: RecordingMeta): string {
  if (meta.set !== 'sports') return meta.set;
  return meta.placement === 'torso' ? 'sports, torso' : 'sports, wrists';
}
