import { chosenWalk, generateWalk, type WalkChoice } from '@stepstream/synthetic';
import type { RunPlan } from '../stream/run.ts';
import { words } from '../words/words.ts';

/** What a visitor can choose: the walk, and how fast it is streamed. */
export interface RunChoice extends WalkChoice {
  /** Times faster than walked; Infinity for at once. */
  readonly speed: number;
}

export const FIRST_CHOICE: RunChoice = {
  cadence: 110,
  amplitude: 1.8,
  placement: 'hand',
  stands: true,
  speed: 1,
};

/** A plan to stream the walk of a choice. */
export function planWalk(choice: RunChoice, seed: number): RunPlan {
  const walk = generateWalk(chosenWalk(choice, seed));
  return {
    source: walk,
    user: `synthetic-walk-${seed}`,
    title: () => words().tryIt.walkTitle(seed),
    speed: choice.speed,
    known: {
      count: walk.steps.length,
      times: walk.steps.map(({ timestamp }) => timestamp),
      unknown: [],
    },
  };
}
