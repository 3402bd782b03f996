import { type ConfirmedStep, StepDetector } from '@stepstream/detector';
import { generateWalk, type SyntheticWalk, type WalkOptions } from '@stepstream/synthetic';

/** A sample as a detector takes it: seconds and m/s². */
export type Row = readonly [time: number, x: number, y: number, z: number];

/** Standing, a walk, standing: the usual subject of a test. */
export function aWalk(options: Partial<WalkOptions> = {}): SyntheticWalk {
  return generateWalk({
    segments: [
      { activity: 'standing', seconds: 3 },
      { activity: 'walking', seconds: 20, cadence: 108 },
      { activity: 'standing', seconds: 3 },
    ],
    ...options,
  });
}

/** The samples of a walk, one after the other. */
export function rows(walk: Pick<SyntheticWalk, 'times' | 'accel'>): Row[] {
  return Array.from(walk.times, (time, i) => [
    time,
    walk.accel[3 * i] as number,
    walk.accel[3 * i + 1] as number,
    walk.accel[3 * i + 2] as number,
  ]);
}

/** The steps that a detector finds in samples. */
export function detect(samples: readonly Row[], detector = new StepDetector()): ConfirmedStep[] {
  return samples.flatMap((row) => [...detector.push(...row)]);
}
