import { gravityOf } from './gravity-of.ts';
import type { KnownWalk } from './known-walk.ts';

/**
 * The same walk by somebody who moves less: what differs from gravity is so many times as strong.
 *
 * @param force 1 leaves it as it is
 */
export function softened(walk: KnownWalk, force: number): KnownWalk {
  const gravity = gravityOf(walk);
  const accel = walk.accel.map((value, i) => {
    const still = gravity[i] as number;
    return still + force * (value - still);
  });
  return { ...walk, accel };
}

/**
 * The same walk at so many times its cadence: the signal is stretched or squeezed in time. Whoever
 * walks more slowly steps more softly, too; that is not in it.
 */
export function atPace({ times, accel, truth }: KnownWalk, pace: number): KnownWalk {
  return {
    times: times.map((time) => time / pace),
    accel,
    truth: truth.map((time) => time / pace),
  };
}
