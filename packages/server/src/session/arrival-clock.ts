import { ROW_LENGTH, type SampleBlock } from '@stepstream/protocol';
import type { NumberIO } from './number-io.ts';

/** Sample period that is assumed until a few samples have come, in seconds: 50 Hz. */
const FIRST_PERIOD_SECONDS = 0.02;
/** Samples that the first guess weighs as much as. */
const FIRST_WEIGHT = 4;
/** Time over which the period is averaged, in the long run, in seconds. */
const PERIOD_MEMORY_SECONDS = 10;
/** Fastest and slowest device that is served: 500 Hz and 10 Hz. */
const MIN_PERIOD_SECONDS = 1 / 500;
const MAX_PERIOD_SECONDS = 1 / 10;
/** Silence longer than this is a pause of the device and no delay of the network, in seconds. */
const MAX_DELAY_SECONDS = 1;
/** Share of the distance between our clock and the arrival that one sample closes. */
const GAIN = 0.05;
/** The most by which an interval is stretched or squeezed for it. */
const MAX_CORRECTION = 0.25;

/**
 * Gives samples that carry no time of their own a plausible one.
 *
 * A sample arrives when the network lets it: late, and several at once. Its true time was evenly
 * spaced. So this clock runs at the device's own rate, measured over the last samples, and is drawn
 * gently towards the arrivals: bursts come out evenly spaced, and no drift builds up. After a second
 * of silence it starts anew at the arrival.
 */
export class ArrivalClock {
  #time = Number.NaN;
  #lastArrival = Number.NaN;
  #period = FIRST_PERIOD_SECONDS;
  #weight = FIRST_WEIGHT;

  /**
   * Gives the samples of a frame their times.
   *
   * @param arrival seconds, on a clock that only grows
   */
  stamp({ rows, count }: SampleBlock, arrival: number): void {
    const spacing = this.arrive(arrival, count);
    for (let index = 0; index < count; index++) {
      rows[index * ROW_LENGTH] = this.#time - (count - 1 - index) * spacing;
    }
  }

  /**
   * Takes the arrival of a frame with `count` samples.
   *
   * @param arrival seconds, on a clock that only grows
   * @returns seconds between its samples; the last one's time is then {@link time}
   */
  arrive(arrival: number, count: number): number {
    const silence = arrival - this.#lastArrival;
    this.#lastArrival = arrival;
    // A batch takes its time to fill, at most that of the slowest device.
    if (!(silence <= MAX_DELAY_SECONDS + count * MAX_PERIOD_SECONDS)) {
      this.#time = arrival;
      return this.#period;
    }
    this.#weight = Math.min(this.#weight + count, PERIOD_MEMORY_SECONDS / this.#period);
    const measured = this.#period + (count * (silence / count - this.#period)) / this.#weight;
    this.#period = Math.min(Math.max(measured, MIN_PERIOD_SECONDS), MAX_PERIOD_SECONDS);
    const error = arrival - (this.#time + count * this.#period);
    const limit = MAX_CORRECTION * this.#period;
    const correction = Math.min(Math.max((GAIN * error) / count, -limit), limit);
    const spacing = this.#period + correction;
    this.#time += count * spacing;
    return spacing;
  }

  /** Saves or restores the state. */
  transfer(io: NumberIO): void {
    this.#time = io.number(this.#time);
    this.#lastArrival = io.number(this.#lastArrival);
    this.#period = io.number(this.#period);
    this.#weight = io.number(this.#weight);
  }

  /** Time of the newest sample, in seconds. */
  get time(): number {
    return this.#time;
  }
}
