/** Synthetic walks, whose contacts are known exactly, and motion in which nobody steps. */
export { chosenWalk, FIRST_WALK_SEED, WALK_SLIDERS, type WalkChoice } from './chosen-walk.ts';
export { demoWalk } from './demo.ts';
export {
  type Disturbance,
  type DisturbanceOptions,
  generateDisturbance,
} from './disturbances/generate-disturbance.ts';
export {
  DISTURBANCE_RANGES,
  type DisturbanceKind,
  type DisturbanceRanges,
  type Range,
} from './disturbances/ranges.ts';
export { generateWalk, type SyntheticWalk } from './generate.ts';
export type { Segment, WalkOptions } from './options.ts';
export { PLACEMENTS, type Placement } from './placements.ts';
export type { Side } from './side.ts';
