import { log } from '../math.ts';
import { Biquad, butterworth } from '../stages/biquad.ts';
import { FRAME_RATE } from '../stages/resample.ts';
import type { StateIO } from '../state-io.ts';
import { Periodicity } from './periodicity.ts';

/** The band of walking and running in Hz; slower is turning the device, faster is impact ringing. */
const BAND = { low: 0.7, high: 3.5 } as const;
const HIGH_PASS = butterworth('high-pass', BAND.low, FRAME_RATE);
const LOW_PASS = butterworth('low-pass', BAND.high, FRAME_RATE);
/** Time constant with which the memory of past peaks fades, in seconds. */
const PEAK_MEMORY = 1.5;
const PEAK_DECAY = 1 - 1 / (PEAK_MEMORY * FRAME_RATE);
/** Time constant of the stillness measure, in seconds. */
const STILL_MEMORY = 1;
/** A band-passed signal under this root mean square is no walk: a device that lies or is held still. */
const STILL_RMS = 0.1;
/** Heights under this, in m/s², are no bump at all. */
const MIN_HEIGHT_MPS2 = 0.1;
/** Bounds of the logarithms, so that no single one outweighs the rest. */
const MIN_LOG_RELATIVE = -3;
const MAX_LOG_HEIGHT = 1.5;

/** Number of values in {@link Evidence.values}. */
export const EVIDENCE_LENGTH = 5;

/**
 * What the classical detector knows of a frame, all of it from the band-passed magnitude of the
 * acceleration: how high it stands against the recent peaks (the adaptive threshold), how high in
 * m/s², and how periodic the last seconds were.
 */
export class Evidence {
  /**
   * 1; ln(height / recent peak); ln height and its square (height in m/s²); periodicity 0 … 1.
   * Meaningful where {@link next} returned true.
   */
  readonly values = new Float64Array(EVIDENCE_LENGTH).fill(1);
  /** The band-passed magnitude at the newest frame, m/s². */
  height = 0;

  readonly #highPass = new Biquad(HIGH_PASS);
  readonly #lowPass = new Biquad(LOW_PASS);
  readonly #periodicity = new Periodicity();
  #started = false;
  #recentPeak = 0;
  #power = 0;

  /**
   * Takes the magnitude of the next frame's acceleration, m/s², gravity included.
   *
   * @returns whether there is any evidence at all: not where the device is still or the band-passed
   *   signal in a trough
   */
  next(acceleration: number): boolean {
    if (!this.#started) {
      this.#started = true;
      this.#highPass.settle(acceleration);
    }
    const height = this.#lowPass.next(this.#highPass.next(acceleration));
    this.height = height;
    this.#recentPeak = Math.max(this.#recentPeak * PEAK_DECAY, height);
    this.#power += (height * height - this.#power) / (STILL_MEMORY * FRAME_RATE);
    this.#periodicity.next(height);
    if (height < MIN_HEIGHT_MPS2 || this.#power < STILL_RMS * STILL_RMS) return false;
    const absolute = Math.min(log(height), MAX_LOG_HEIGHT);
    this.values[1] = Math.max(log(height / this.#recentPeak), MIN_LOG_RELATIVE);
    this.values[2] = absolute;
    this.values[3] = absolute * absolute;
    this.values[4] = this.#periodicity.value;
    return true;
  }

  /** Forgets the past. */
  reset(): void {
    this.#highPass.reset();
    this.#lowPass.reset();
    this.#periodicity.reset();
    this.height = 0;
    this.#started = false;
    this.#recentPeak = 0;
    this.#power = 0;
  }

  transfer(io: StateIO): void {
    this.#highPass.transfer(io);
    this.#lowPass.transfer(io);
    this.#periodicity.transfer(io);
    this.height = io.number(this.height);
    this.#started = io.flag(this.#started);
    this.#recentPeak = io.number(this.#recentPeak);
    this.#power = io.number(this.#power);
  }
}
