import { fromAngles, type RandomSource, type Vector } from '@stepstream/math';
import { episodes, firstAfter, jolts, randomTimes } from './events.ts';
import { type Felt, feltBy } from './felt.ts';
import type { Settings } from './ranges.ts';
import { ease, easeAcceleration, noiseBand } from './waves.ts';

/** Shortest and longest movement of a hand from one place to another, in s. */
const MOVEMENT = [0.35, 1.4] as const;
/** How long a shaking lasts, in s. */
const SHAKING = 2;

/** One movement of the hand: it takes the device somewhere else and turns it. */
interface Move {
  readonly start: number;
  readonly seconds: number;
  /** Angles in rad before and after. */
  readonly from: Vector;
  readonly to: Vector;
  /** By how much in m, in the world's axes. */
  readonly reach: Vector;
}

/** A device in somebody's hands: moved and turned as hands do it, tapped and shaken. */
export function handling(
  settings: Settings<'handling'>,
  random: RandomSource,
  seconds: number,
): Felt {
  const moves = planMoves(settings, random, seconds);
  const starts = moves.map(({ start }) => start);
  const tapTimes = randomTimes(random, settings.taps / 60, seconds);
  const tapHeights = tapTimes.map(() => settings.tapHeight * (0.2 + random()));
  const tap = jolts(tapTimes, tapHeights, 8 + 20 * random(), 0.02 + 0.03 * random());
  const rests = settings.shaking > 0 ? 1 - settings.shaking : 1;
  const shaken = episodes(random, seconds, Math.min(rests, 0.999), SHAKING);
  const { shakeRate, shakeAmplitude } = settings;
  const [shakeX, shakeY, shakeZ] = ([0, 0, 0] as const).map(() =>
    noiseBand(random, 0.9 * shakeRate, 1.1 * shakeRate),
  ) as [Shake, Shake, Shake];
  const mostly = Math.floor(3 * random());
  const share = (axis: number): number => shakeAmplitude * (axis === mostly ? 0.9 : 0.3);
  const trembles = [0, 1, 2].map(() => noiseBand(random, 5, 12)) as [Shake, Shake, Shake];
  return (time) => {
    const move = moves[firstAfter(starts, time) - 1];
    const shake = shaken(time);
    const [x, y, z] = move ? heldDuring(move, time) : feltBy(fromAngles(0, 0, 0), 0, 0, 0);
    const tremor = settings.tremor;
    return [
      x + shake * share(0) * shakeX(time) + tremor * trembles[0](time),
      y + shake * share(1) * shakeY(time) + tremor * trembles[1](time),
      z + shake * share(2) * shakeZ(time) + tremor * trembles[2](time) + tap(time),
    ];
  };
}

type Shake = (time: number) => number;

function planMoves(
  { turns, angle, reach }: Settings<'handling'>,
  random: RandomSource,
  seconds: number,
): Move[] {
  let from: Vector = [0, 0, 0];
  let free = 0;
  const either = (largest: number): number => largest * (2 * random() - 1);
  return randomTimes(random, turns / 60, seconds).map((wanted) => {
    const start = Math.max(wanted, free);
    const lasting = MOVEMENT[0] + random() * (MOVEMENT[1] - MOVEMENT[0]);
    const to: Vector = [
      from[0] + either(angle),
      either(Math.min(angle, 1.5)),
      from[2] + either(angle),
    ];
    const move = {
      start,
      seconds: lasting,
      from,
      to,
      reach: [either(reach), either(reach), either(reach)] as const,
    };
    free = start + lasting;
    from = to;
    return move;
  });
}

/** What the device feels during a movement, or at rest after it. */
function heldDuring({ start, seconds, from, to, reach }: Move, time: number): Vector {
  const share = (time - start) / seconds;
  const done = ease(share);
  const push = easeAcceleration(share) / seconds ** 2;
  const at = (axis: 0 | 1 | 2): number => from[axis] + (to[axis] - from[axis]) * done;
  const turned = fromAngles(at(0), at(1), at(2));
  return feltBy(turned, push * reach[0], push * reach[1], push * reach[2]);
}
