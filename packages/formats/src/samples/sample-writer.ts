import type { OnSamples } from './sample-block.ts';

/** Enough that a call for each block costs nothing, little enough for a processor's cache. */
const BLOCK_SAMPLES = 4096;

/** Puts samples into blocks, and hands on each that is full. */
export class SampleWriter {
  readonly #onSamples: OnSamples;
  readonly #times = new Float64Array(BLOCK_SAMPLES);
  readonly #accel = new Float64Array(3 * BLOCK_SAMPLES);
  #gyro: Float64Array | null = null;
  #length = 0;
  #total = 0;

  constructor(onSamples: OnSamples) {
    this.#onSamples = onSamples;
  }

  /** How many samples there were so far. */
  get total(): number {
    return this.#total + this.#length;
  }

  /** @param time - in s; x, y and z in m/s² */
  push(time: number, x: number, y: number, z: number): void {
    if (this.#length === BLOCK_SAMPLES) this.flush();
    const at = 3 * this.#length;
    this.#times[this.#length++] = time;
    this.#accel[at] = x;
    this.#accel[at + 1] = y;
    this.#accel[at + 2] = z;
    if (this.#gyro) this.gyro(Number.NaN, Number.NaN, Number.NaN);
  }

  /** The angular velocity of the sample that was pushed last, in rad/s. Samples without are NaN. */
  gyro(x: number, y: number, z: number): void {
    this.#gyro ??= new Float64Array(3 * BLOCK_SAMPLES).fill(Number.NaN);
    const at = 3 * (this.#length - 1);
    this.#gyro[at] = x;
    this.#gyro[at + 1] = y;
    this.#gyro[at + 2] = z;
  }

  /** Hands on what there is. */
  flush(): void {
    const length = this.#length;
    if (length === 0) return;
    this.#total += length;
    this.#length = 0;
    this.#onSamples({
      times: this.#times.subarray(0, length),
      accel: this.#accel.subarray(0, 3 * length),
      gyro: this.#gyro?.subarray(0, 3 * length) ?? null,
    });
  }
}
