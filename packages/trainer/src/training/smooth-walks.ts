import { normal, type RandomSource, STANDARD_GRAVITY, seededRandom } from '@stepstream/math';
import type { Track } from './track.ts';

/** How many, how long each is in seconds, and how often it is sampled a second. */
const WALKS = 80;
const SECONDS = 40;
const RATE = 50;

/**
 * Walks that are nearly sines, without an impact, as a soft sole or a soft floor makes them: the body
 * rises once a step and sways once in two. The foot lands as it begins to rise.
 */
export function smoothWalks(): Track[] {
  const random = seededRandom(21);
  return Array.from({ length: WALKS }, () => smoothWalk(random));
}

function smoothWalk(random: RandomSource): Track {
  const between = (low: number, high: number) => low + (high - low) * random();
  const cadence = between(0.9, 3.2);
  const rise = between(1.5, 4.5);
  const second = between(0, 0.5) * rise;
  const sway = between(0.12, 0.4) * rise;
  const push = between(0, 0.4) * rise;
  const noise = between(0.01, 0.15);
  const walks = walkTimes(random, cadence);
  const count = SECONDS * RATE;
  const times = Float64Array.from({ length: count }, (_, i) => i / RATE);
  const accel = new Float64Array(3 * count);
  for (const [i, time] of times.entries()) {
    const walk = walks.find(({ start, end }) => time >= start && time < end);
    const step = walk ? 2 * Math.PI * (time - walk.start) * cadence : 0;
    const isOn = walk ? 1 : 0;
    accel[3 * i] = isOn * sway * Math.sin(step / 2) + noise * normal(random);
    accel[3 * i + 1] = isOn * push * Math.cos(step) + noise * normal(random);
    accel[3 * i + 2] =
      STANDARD_GRAVITY +
      isOn * (rise * Math.sin(step) + second * Math.sin(2 * step)) +
      noise * normal(random);
  }
  const contacts = walks.flatMap(({ start, steps }) =>
    Array.from({ length: steps }, (_, n) => start + n / cadence),
  );
  return { person: '', kind: 'smooth', times, accel, contacts, unknown: [] };
}

/** Walks of four steps and more, with standing between. */
function walkTimes(random: RandomSource, cadence: number) {
  const walks: { start: number; end: number; steps: number }[] = [];
  for (let time = 1 + 3 * random(); ; ) {
    const steps = 4 + Math.floor(36 * random());
    const end = time + steps / cadence;
    if (end > SECONDS - 1) return walks;
    walks.push({ start: time, end, steps });
    time = end + 2 + 3 * random();
  }
}
