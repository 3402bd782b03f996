import type { StepCount } from '@stepstream/analysis';
import {
  chosenWalk,
  demoWalk,
  FIRST_WALK_SEED,
  generateWalk,
  PLACEMENTS,
  type Placement,
  type SyntheticWalk,
  WALK_SLIDERS,
  type WalkChoice,
} from '@stepstream/synthetic';
import type { DetectorFactory } from './detector-factory.ts';
import { runDetector } from './run-detector.ts';
import { STRANGER } from './stranger.ts';

/** One choice of the console's sliders, and what was counted in the first walks that it gives. */
export interface Corner extends WalkChoice {
  readonly walks: readonly StepCount[];
}

/** What was counted of synthetic walks. */
export interface SyntheticWalks {
  readonly demo: StepCount;
  readonly corners: readonly Corner[];
}

/** How many walks of each choice are measured: the first that a visitor sees. */
const WALKS = 3;

/** Counts the demo walk, and the console's walk with its sliders at all their corners. */
export function measureSyntheticWalks(createDetector: DetectorFactory): SyntheticWalks {
  const count = ({ times, accel, steps }: SyntheticWalk): StepCount => {
    const recording = { times, accel, gyro: null, activity: null };
    const found = runDetector(createDetector(STRANGER), recording);
    return { detected: found.length, truth: steps.length };
  };
  const corners = cornersOf().map((choice) => {
    const walks = Array.from({ length: WALKS }, (_, i) =>
      count(generateWalk(chosenWalk(choice, FIRST_WALK_SEED + i))),
    );
    return { ...choice, walks };
  });
  return { demo: count(demoWalk()), corners };
}

/** Whether a walk was counted to the step, give or take one. */
export function isWithinOne({ detected, truth }: StepCount): boolean {
  return Math.abs(detected - truth) <= 1;
}

function cornersOf(): WalkChoice[] {
  const { cadence, amplitude } = WALK_SLIDERS;
  return (Object.keys(PLACEMENTS) as Placement[]).flatMap((placement) =>
    [cadence.min, cadence.max].flatMap((steps) =>
      [amplitude.min, amplitude.max].flatMap((force) =>
        [true, false].map((stands) => ({ placement, cadence: steps, amplitude: force, stands })),
      ),
    ),
  );
}
