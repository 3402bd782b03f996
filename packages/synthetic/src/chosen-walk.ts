import type { WalkOptions } from './options.ts';
import type { Placement } from './placements.ts';

/** What a visitor of the console can choose of the synthetic walk. */
export interface WalkChoice {
  /** Steps a minute. */
  readonly cadence: number;
  /** How forcefully the person walks; 1 is a stroll. */
  readonly amplitude: number;
  readonly placement: Placement;
  /** Whether the person stands still for a while on the way. */
  readonly stands: boolean;
}

/** How far the sliders go, and in which steps. At their corners the walk must be counted, too. */
export const WALK_SLIDERS = {
  cadence: { min: 60, max: 180, step: 5 },
  amplitude: { min: 0.5, max: 3, step: 0.1 },
} as const;

/** The first walk is always the same; each further one has the next seed. */
export const FIRST_WALK_SEED = 2026;

const SAMPLING_RATE = 50;
/** Lengths in seconds. The last stand gives the last step time to be confirmed. */
const [STAND_BEFORE, WALK, STAND_BETWEEN, STAND_AFTER] = [1, 10, 4, 3];

/** The walk of a choice: twice ten seconds, with a rest between or without. */
export function chosenWalk(
  { cadence, amplitude, placement, stands }: WalkChoice,
  seed: number,
): WalkOptions {
  const walking = { activity: 'walking', seconds: WALK, cadence } as const;
  const standing = (seconds: number) => ({ activity: 'standing', seconds }) as const;
  return {
    segments: [
      standing(STAND_BEFORE),
      walking,
      ...(stands ? [standing(STAND_BETWEEN)] : []),
      walking,
      standing(STAND_AFTER),
    ],
    samplingRate: SAMPLING_RATE,
    amplitude,
    placement,
    seed,
  };
}
