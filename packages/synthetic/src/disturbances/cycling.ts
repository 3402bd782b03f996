import { fromAngles, type RandomSource } from '@stepstream/math';
import { episodes } from './events.ts';
import { type Felt, feltBy } from './felt.ts';
import type { Settings } from './ranges.ts';
import { noiseBand, strayingCycles, type Wave } from './waves.ts';

const TURN = 2 * Math.PI;
/** How long somebody pedals between two rests, in s. */
const PEDALLING = 20;
/** How far the pedals stray from an even turn: a share of it. */
const STRAY = 0.015;
/** Step of the numeric derivatives, in s. */
const DELTA = 0.004;
/** How upright the limb is on average, in rad from hanging down: from straight to level. */
const MOST_LEANT = 1.4;

/**
 * A leg that pedals: its angle to gravity swings smoothly once a turn, and the device on it is drawn
 * outward. There is no impact in it but the road's.
 */
export function cycling(
  settings: Settings<'cycling'>,
  random: RandomSource,
  seconds: number,
): Felt {
  const { swing, length, circle } = settings;
  const rate = settings.cadence / 60;
  const cycles = strayingCycles(random, rate, STRAY);
  const pedals = episodes(random, seconds, settings.coasting, PEDALLING);
  const leant = MOST_LEANT * random();
  const roll = 0.05 * random();
  // The crank's circle bends the swing a little: a second harmonic.
  const bend = 0.25 * (random() - 0.5);
  const bendAt = random();
  const angle: Wave = (time) => {
    const turn = TURN * cycles(time);
    return (
      leant + pedals(time) * swing * (Math.cos(turn) + bend * Math.cos(2 * turn + TURN * bendAt))
    );
  };
  const rough = roughness(settings.road, random);
  return (time) => {
    const [before, now, after] = [angle(time - DELTA), angle(time), angle(time + DELTA)];
    const speed = (after - before) / (2 * DELTA);
    const turning = (after - 2 * now + before) / DELTA ** 2;
    const outward = length * speed ** 2 + pedals(time) * circle * (TURN * rate) ** 2;
    const [x, y, z] = feltBy(fromAngles(roll * Math.sin(TURN * cycles(time)), -now, 0), 0, 0, 0);
    return [
      x + length * turning + rough.along(time),
      y + rough.across(time),
      z + outward + rough.up(time),
    ];
  };
}

/** A hand on the bars: the road, the push of each leg, and a lean to the side with each turn. */
export function handlebars(
  settings: Settings<'handlebars'>,
  random: RandomSource,
  seconds: number,
): Felt {
  const { push, lean } = settings;
  const cycles = strayingCycles(random, settings.cadence / 60, STRAY);
  const pedals = episodes(random, seconds, settings.coasting, PEDALLING);
  const pushAt = random();
  const rough = roughness(settings.road, random);
  return (time) => {
    const turn = TURN * cycles(time);
    const pushed = Math.SQRT2 * push * pedals(time) * Math.cos(2 * turn + TURN * pushAt);
    return feltBy(
      fromAngles(pedals(time) * lean * Math.cos(turn), 0, 0.5 * lean * Math.sin(turn)),
      pushed + rough.along(time),
      rough.across(time),
      0.5 * pushed + rough.up(time),
    );
  };
}

/** The road under a bicycle: noise from the frame's bounce up, mostly upward. */
function roughness(
  amplitude: number,
  random: RandomSource,
): Record<'along' | 'across' | 'up', Wave> {
  const [slow, fast] = [2 + 2 * random(), 6 + 4 * random()];
  const swell = noiseBand(random, 0.05, 0.4);
  const axis = (share: number): Wave => {
    const [low, high] = [noiseBand(random, slow, fast), noiseBand(random, fast, 22)];
    return (time) => {
      const height = share * amplitude * Math.abs(1 + 0.5 * swell(time));
      return height * (0.6 * low(time) + 0.8 * high(time));
    };
  };
  return { along: axis(0.5), across: axis(0.4), up: axis(0.8) };
}
