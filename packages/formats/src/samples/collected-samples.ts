import { GrowingArray } from '../growing-array.ts';
import type { Recording } from '../recording.ts';
import type { SampleBlock } from './sample-block.ts';

/** Puts the blocks of a recording together again, for those who want all of it in memory. */
export class CollectedSamples {
  readonly #times = new GrowingArray();
  readonly #accel = new GrowingArray();
  #gyro: GrowingArray | undefined;

  add({ times, accel, gyro }: SampleBlock): void {
    if (gyro && !this.#gyro) {
      this.#gyro = new GrowingArray();
      this.#gyro.append(new Float64Array(this.#accel.length).fill(Number.NaN));
    }
    this.#times.append(times);
    this.#accel.append(accel);
    this.#gyro?.append(gyro ?? new Float64Array(accel.length).fill(Number.NaN));
  }

  toRecording(): Recording {
    return {
      times: this.#times.toArray(),
      accel: this.#accel.toArray(),
      gyro: this.#gyro?.toArray() ?? null,
      activity: null,
    };
  }
}
