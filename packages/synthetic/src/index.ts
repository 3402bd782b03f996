/** Synthetic walks, whose contacts are known exactly. */
export { demoWalk } from './demo.ts';
export { generateWalk, type SyntheticWalk } from './generate.ts';
export type { Segment, WalkOptions } from './options.ts';
export { PLACEMENTS, type Placement } from './placements.ts';
export type { Side } from './side.ts';
