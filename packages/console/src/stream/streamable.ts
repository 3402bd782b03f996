import { MAX_BATCH_SAMPLES, type Sample } from '@stepstream/protocol';

/** A long recording is sent in at most so many frames: each answer costs the page something. */
const MAX_FRAMES = 20_000;

/** How many samples go into a frame: one, unless there are very many. */
export function frameSize(samples: number): number {
  return Math.min(Math.max(1, Math.ceil(samples / MAX_FRAMES)), MAX_BATCH_SAMPLES);
}

/** |a| of a sample, in its own unit. */
export function magnitudeOf({ accel_x, accel_y, accel_z }: Sample): number {
  return Math.hypot(accel_x, accel_y, accel_z);
}
