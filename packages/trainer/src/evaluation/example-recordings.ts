import type { Recording } from '@stepstream/formats';
import { type RandomSource, seededRandom } from '@stepstream/math';

/** Made-up recordings with known steps, for tests. */
export interface Example {
  readonly recording: Recording;
  /** Contacts in seconds. */
  readonly truth: number[];
}

export interface WalkOptions {
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** Samples a second. Default 50. */
  readonly rate?: number;
  /** Amplitude at the step frequency in m/s². Default 2. */
  readonly step?: number;
  /** Amplitude at half of it, the swing of an arm, in m/s². Default 0.3. */
  readonly stride?: number;
  /** Amplitude at twice the step frequency in m/s². Default 0.6. */
  readonly double?: number;
  /** Standard deviation of the noise, roughly, in m/s². Default 0.1. */
  readonly noise?: number;
  readonly activity?: string;
}

/** Steady walking: gravity and lines at the stride frequency and its multiples, all along z. */
export function walk(options: WalkOptions): Example {
  const { seconds, stepsPerSecond, rate = 50, step = 2, stride = 0.3, double = 0.6 } = options;
  const random = seededRandom(11);
  const noise = options.noise ?? 0.1;
  const samples = Math.round(seconds * rate);
  const times = Float64Array.from({ length: samples }, (_, i) => i / rate);
  const accel = new Float64Array(3 * samples);
  for (const [i, time] of times.entries()) {
    const phase = 2 * Math.PI * stepsPerSecond * time;
    accel[3 * i] = noise * bell(random);
    accel[3 * i + 1] = noise * bell(random);
    accel[3 * i + 2] =
      9.81 +
      step * Math.sin(phase) +
      stride * Math.sin(phase / 2 + 0.4) +
      double * Math.sin(2 * phase + 1) +
      noise * bell(random);
  }
  const contacts = Math.floor(seconds * stepsPerSecond);
  return {
    recording: { times, accel, gyro: null, activity: labels(samples, options.activity) },
    truth: Array.from({ length: contacts }, (_, k) => (k + 0.25) / stepsPerSecond),
  };
}

/** Lying still, with a little noise. */
export function rest(seconds: number, activity?: string, rate = 50): Example {
  const still = { seconds, stepsPerSecond: 1, rate, step: 0, stride: 0, double: 0, noise: 0.02 };
  const { recording } = walk(still);
  const samples = recording.times.length;
  return { recording: { ...recording, activity: labels(samples, activity) }, truth: [] };
}

/** One example after the other, as a single recording. */
export function inTurn(...examples: readonly Example[]): Example {
  const times: number[] = [];
  const accel: number[] = [];
  const activity: string[] = [];
  const truth: number[] = [];
  let start = 0;
  for (const { recording, truth: contacts } of examples) {
    const { length } = recording.times;
    const spacing = (recording.times[1] ?? 0) - (recording.times[0] ?? 0);
    for (const time of recording.times) times.push(start + time);
    accel.push(...recording.accel);
    activity.push(...(recording.activity ?? new Array<string>(length).fill('')));
    truth.push(...contacts.map((time) => start + time));
    start = (times.at(-1) ?? 0) + spacing;
  }
  const recording = { times: Float64Array.from(times), accel: Float64Array.from(accel) };
  return { recording: { ...recording, gyro: null, activity }, truth };
}

function labels(count: number, activity: string | undefined): string[] | null {
  return activity === undefined ? null : new Array<string>(count).fill(activity);
}

/** A number around 0 with standard deviation 1: the sum of twelve even ones, less their mean. */
function bell(random: RandomSource): number {
  let sum = -6;
  for (let k = 0; k < 12; k++) sum += random();
  return sum;
}
