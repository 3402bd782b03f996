export { demoWalk } from './demo.ts';
export { generateWalk, type SyntheticWalk } from './generate.ts';
export type { Side } from './landings.ts';
export type { Placement, Segment, WalkOptions } from './options.ts';
