import { generateWalk, type SyntheticWalk } from './generate.ts';

/**
 * The built-in demo walk, always the same: 30 s at 50 Hz with a device in the hand. The person
 * stands for 3 s, walks 36 steps at 108 steps/min, stands for 2 s, walks 7 more and stands still.
 */
export function demoWalk(): SyntheticWalk {
  return generateWalk({
    segments: [
      { activity: 'standing', seconds: 3 },
      { activity: 'walking', seconds: 20, cadence: 108 },
      { activity: 'standing', seconds: 2 },
      { activity: 'walking', seconds: 4, cadence: 108 },
      { activity: 'standing', seconds: 1 },
    ],
    samplingRate: 50,
    placement: 'hand',
    seed: 2026,
  });
}
