import type { Notes } from '../notes.ts';
import { roughly } from '../roughly.ts';
import type { SampleBlock } from './sample-block.ts';

/** Shorter than this, in seconds, values repeat where a sensor is read faster than it measures. */
const MIN_SECONDS = 0.8;
const MIN_SAMPLES = 10;
/** What is further apart, in seconds, tells nothing of the time between. */
const GAP = 1;
/** A sensor of coarse steps repeats at rest what gravity is; in m/s². */
const COARSE = 0.03;
/** How far the length of a value at rest may be from gravity, in m/s². */
const REST = 0.6;
const GRAVITY = 9.80665;

/** Finds the stretches of a recording in which a sensor that was off, asleep or stuck gave one value again and again. */
export class StillSpans {
  #x = Number.NaN;
  #y = Number.NaN;
  #z = Number.NaN;
  #since = 0;
  #count = 0;
  #last = Number.NaN;
  #elapsed = 0;
  #smallest = Number.POSITIVE_INFINITY;
  readonly #found: {
    readonly start: number;
    readonly seconds: number;
    readonly atRest: boolean;
  }[] = [];

  add({ times, accel }: Pick<SampleBlock, 'times' | 'accel'>): void {
    for (let i = 0; i < times.length; i++) {
      const step = (times[i] as number) - this.#last;
      this.#last = times[i] as number;
      const x = accel[3 * i] as number;
      const y = accel[3 * i + 1] as number;
      const z = accel[3 * i + 2] as number;
      const isNext = step > 0 && step < GAP;
      if (!isNext || x !== this.#x || y !== this.#y || z !== this.#z) {
        this.#close();
        const change = Math.abs(x - this.#x);
        if (change > 0 && change < this.#smallest) this.#smallest = change;
        if (step > 0) this.#elapsed += step;
        this.#since = this.#elapsed;
        this.#x = x;
        this.#y = y;
        this.#z = z;
        this.#count = 1;
      } else {
        this.#elapsed += step;
        this.#count++;
      }
    }
  }

  /** Notes where they are. Of a sensor of coarse steps, what may be rest is none. */
  tell(notes: Notes): void {
    this.#close();
    const isCoarse = this.#smallest > COARSE;
    const spans = this.#found.filter(({ atRest }) => !(isCoarse && atRest));
    const [first] = spans;
    if (!first) return;
    const longest = spans.reduce((a, b) => (b.seconds > a.seconds ? b : a));
    const sum = spans.reduce((total, { seconds }) => total + seconds, 0);
    const text =
      spans.length === 1
        ? `the acceleration is the same, to the last digit, for ${roughly(sum)}, from ${roughly(first.start)} after the start: the sensor was stuck, asleep or off, and steps in that time are not counted`
        : `the acceleration is the same, to the last digit, in ${spans.length} stretches of ${roughly(sum)} together, the longest of ${roughly(longest.seconds)} from ${roughly(longest.start)} after the start: the sensor was stuck, asleep or off, and steps in that time are not counted`;
    notes.add('stuck_sensor', text);
  }

  #close(): void {
    const seconds = this.#elapsed - this.#since;
    if (seconds < MIN_SECONDS || this.#count < MIN_SAMPLES) return;
    const length = Math.hypot(this.#x, this.#y, this.#z);
    this.#found.push({
      start: this.#since,
      seconds,
      atRest: Math.abs(length - GRAVITY) < REST,
    });
  }
}
