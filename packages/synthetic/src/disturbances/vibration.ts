import { fromAngles, type RandomSource } from '@stepstream/math';
import { episodes, jolts, randomTimes } from './events.ts';
import { type Felt, feltBy } from './felt.ts';
import type { Settings } from './ranges.ts';
import { noiseBand } from './waves.ts';

/** How long a vehicle drives between two stops, in s. */
const DRIVE = 40;
/** What of the hum stays while it stands. */
const IDLING = 0.5;
/** Amplitude in rad of the slow turns of whoever holds the device. */
const SLOW_TURN = 0.04;

/**
 * A vehicle's floor: the body bounces on its springs at one frequency, swelling and fading as noise
 * of a narrow band does; the engine hums, curves push sideways, and now and then there is a bump.
 */
export function vibration(
  settings: Settings<'vibration'>,
  random: RandomSource,
  seconds: number,
): Felt {
  const { bounce, bounceWidth, hum, humShare, swayShare, bumps, bumpHeight } = settings;
  const half = Math.min(bounceWidth / 2, 0.45);
  const body = () => noiseBand(random, bounce * (1 - half), bounce * (1 + half));
  const engine = () => noiseBand(random, hum * 0.9, hum * 1.3);
  const curve = () => noiseBand(random, 0.1, 0.9);
  const [up, along, across] = [body(), body(), body()];
  const [shake, shakeAlong, shakeAcross] = [engine(), engine(), engine()];
  const [brake, lean] = [curve(), curve()];
  const [nod, roll] = [curve(), curve()];
  const times = randomTimes(random, bumps / 60, seconds);
  const heights = times.map(() => bumpHeight * (0.3 + random()));
  const bump = jolts(times, heights, 1.2 * bounce + 3 * random(), 0.15 + 0.3 * random());
  const driving = episodes(random, seconds, settings.standing, DRIVE);
  const whole = Math.sqrt(1 + 2 * swayShare ** 2 + humShare ** 2 * 1.5);
  const scale = settings.amplitude / whole;
  return (time) => {
    const drives = driving(time);
    const hums = humShare * (IDLING + (1 - IDLING) * drives);
    const sideways = swayShare * drives;
    return feltBy(
      fromAngles(SLOW_TURN * roll(time), SLOW_TURN * nod(time), 0),
      scale * (sideways * (0.6 * along(time) + 0.8 * brake(time)) + 0.5 * hums * shakeAlong(time)),
      scale * (sideways * (0.6 * across(time) + 0.8 * lean(time)) + 0.5 * hums * shakeAcross(time)),
      scale * (drives * (up(time) + bump(time)) + hums * shake(time)),
    );
  };
}
