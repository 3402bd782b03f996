import { fromAngles, type RandomSource, uniformRotation } from '@stepstream/math';
import { episodes, joltAt } from './events.ts';
import { type Felt, feltBy } from './felt.ts';
import type { Settings } from './ranges.ts';
import { noiseBand, strayingCycles } from './waves.ts';

const TURN = 2 * Math.PI;
/** Amplitude in rad of the arm's slow turns besides. */
const SLOW_TURN = 0.15;
/** By how much the beats differ in height: one standard deviation. */
const UNEVEN = 0.25;

/**
 * A hand that beats time: to and fro along a line or round in a circle, smoothly or with corners,
 * turning with it; each beat may end in an impact. It goes on for a while and rests.
 */
export function rocking(
  settings: Settings<'rocking'>,
  random: RandomSource,
  seconds: number,
): Felt {
  const { rate, amplitude, sharpness, roundness, tilt, impact } = settings;
  const cycles = strayingCycles(random, rate, settings.stray);
  const goes = episodes(random, seconds, settings.resting, settings.lasting);
  const [main, side, other] = uniformRotation(random(), random(), random());
  const height = noiseBand(random, 0.05 * rate, 0.4 * rate);
  const slow = [0, 1, 2].map(() => noiseBand(random, 0.03, 0.25));
  const [tiltAt, jolted] = [random(), 0.5 + random()];
  const [ringing, fading] = [4 + 16 * random(), 0.02 + 0.06 * random()];
  // A movement with corners has its acceleration at the corners: the odd harmonics.
  const norm = Math.SQRT2 / Math.hypot(1, 0.6 * sharpness, 0.35 * sharpness);
  return (time) => {
    const beat = cycles(time);
    const turn = TURN * beat;
    const going = goes(time) * Math.abs(1 + UNEVEN * height(time));
    const corners = 0.6 * Math.cos(3 * turn) + 0.35 * Math.cos(5 * turn);
    const toAndFro = going * amplitude * norm * (Math.cos(turn) + sharpness * corners);
    const round = going * amplitude * Math.SQRT2 * roundness * Math.sin(turn);
    const since = (beat - Math.floor(beat)) / rate;
    const hit = impact > 0 ? going * amplitude * impact * joltAt(since, ringing, fading) : 0;
    const slowTurn = (axis: number): number => SLOW_TURN * (slow[axis]?.(time) ?? 0);
    const turned = fromAngles(
      slowTurn(0) + going * tilt * Math.cos(turn + TURN * tiltAt),
      slowTurn(1) + 0.5 * going * tilt * Math.sin(turn + TURN * tiltAt),
      slowTurn(2),
    );
    const along = (axis: 0 | 1 | 2): number =>
      main[axis] * (toAndFro + hit) + side[axis] * round + other[axis] * jolted * 0.5 * hit;
    return feltBy(turned, along(0), along(1), along(2));
  };
}
