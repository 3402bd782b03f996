export type { Side } from './contacts.ts';
export { demoWalk } from './demo.ts';
export { generateWalk, type SyntheticWalk } from './generate.ts';
export type { Placement, Segment, WalkOptions } from './options.ts';
