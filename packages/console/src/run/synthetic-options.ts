import { generateWalk, type Placement, type WalkOptions } from '@stepstream/synthetic';
import type { RunPlan } from '../stream/run.ts';

/** What a visitor can choose of the synthetic walk. */
export interface WalkChoice {
  /** Steps a minute. */
  readonly cadence: number;
  /** How forcefully the person walks; 1 is a stroll, whose last step is easily missed. */
  readonly amplitude: number;
  readonly placement: Placement;
  /** Whether the person stands still for a while on the way. */
  readonly stands: boolean;
  readonly speed: number;
}

export const FIRST_CHOICE: WalkChoice = {
  cadence: 110,
  amplitude: 1.8,
  placement: 'hand',
  stands: true,
  speed: 1,
};

const SAMPLING_RATE = 50;
/** Lengths in seconds. The last stand gives the last step time to be confirmed. */
const [STAND_BEFORE, WALK, STAND_BETWEEN, STAND_AFTER] = [1, 10, 4, 3];

/** The walk of a choice: twice ten seconds, with a rest between or without. */
export function walkOptions(
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

/** A plan to stream the walk of a choice. */
export function planWalk(choice: WalkChoice, seed: number): RunPlan {
  const walk = generateWalk(walkOptions(choice, seed));
  return {
    source: walk,
    user: `synthetic-walk-${seed}`,
    speed: choice.speed,
    truths: walk.steps.map(({ timestamp }) => timestamp),
  };
}
