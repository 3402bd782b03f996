import { type SensorKind, TrackBuilder, valuesAt } from '@stepstream/formats';
import { ROW_LENGTH, STANDARD_GRAVITY } from '@stepstream/protocol';

/** A reading of a sensor that has to do with steps; time in seconds. */
export interface Reading {
  readonly kind: SensorKind;
  readonly time: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Where the acceleration comes from; decided once for a recording. */
export type Source = 'total' | 'linear and gravity' | 'uncalibrated' | 'linear';

/** Samples in SI units, as a {@link SampleBlock} has them. */
export interface Samples {
  readonly count: number;
  readonly rows: Float64Array;
}

/** Readings are kept this long before it is decided that a sensor does not come, in seconds. */
const MAX_GRAVITY_WAIT_SECONDS = 2;
/** Too many at once to wait for anything. */
const MAX_KEPT_READINGS = 2000;
/** A reading of gravity, or of the gyroscope, is used for samples this close to it, in seconds. */
const GRAVITY_REACH = 0.5;
const GYRO_REACH = 0.1;
/** Readings that are kept for the samples of the next message. */
const TAIL = 64;
/** On an iPhone, uncalibrated readings are in g; a resting device tells. */
const MAX_G = 3;
/** A clock that was set back by more than this starts a new time; less is a late reading. */
const CLOCK_SET_BACK = 10;

const NONE: Samples = { count: 0, rows: new Float64Array(0) };

/**
 * Puts the readings of a phone's sensors, each at its own rate, together into samples, message by
 * message. Readings that are not newer than the last sample are passed over.
 */
export class PushedSensors {
  /** Where the acceleration comes from; undefined until enough has come to tell. */
  source: Source | undefined;
  #kept: Reading[] = [];
  #gravity: Reading[] = [];
  #gyro: Reading[] = [];
  #lastTime = Number.NEGATIVE_INFINITY;
  #unit = 1;

  /**
   * Takes the readings of a message, and gives the samples that are complete.
   *
   * @param late - whether messages after it have been taken already
   */
  take(readings: readonly Reading[], late = false): Samples {
    this.#kept = [...this.#kept, ...readings];
    this.source ??= this.#decide();
    if (!this.source) {
      // Whatever comes, there is no acceleration in it.
      if (this.#kept.length > MAX_KEPT_READINGS) this.#kept = [];
      return NONE;
    }
    const kept = this.#kept;
    this.#kept = [];
    return this.#samples(kept, late);
  }

  #decide(): Source | undefined {
    const [total, linear, gravity, unsettled] = (
      ['total', 'linear', 'gravity', 'unsettled'] as const
    ).map((kind) => this.#kept.filter((reading) => reading.kind === kind)) as [
      Reading[],
      Reading[],
      Reading[],
      Reading[],
    ];
    if (total.length > 0) return 'total';
    if (linear.length > 0 && gravity.length > 0) return 'linear and gravity';
    const waited = Math.max(span(linear), span(unsettled));
    if (waited < MAX_GRAVITY_WAIT_SECONDS && this.#kept.length < MAX_KEPT_READINGS)
      return undefined;
    if (unsettled.length > 0) {
      this.#unit = meanLength(unsettled) < MAX_G ? STANDARD_GRAVITY : 1;
      return 'uncalibrated';
    }
    return linear.length > 0 ? 'linear' : undefined;
  }

  #samples(readings: readonly Reading[], late: boolean): Samples {
    const of = (kind: SensorKind) => readings.filter((reading) => reading.kind === kind);
    this.#gravity = [...this.#gravity, ...of('gravity')];
    this.#gyro = [...this.#gyro, ...of('gyroscope')];
    const kind = KINDS[this.source ?? 'total'];
    const { times, values } = trackOf(this.#newer(of(kind), late));
    const down =
      this.source === 'linear and gravity'
        ? valuesAt(trackOf(this.#gravity), times, GRAVITY_REACH)
        : new Float64Array(values.length);
    const gyro = valuesAt(trackOf(this.#gyro), times, GYRO_REACH);
    this.#gravity = this.#gravity.slice(-TAIL);
    this.#gyro = this.#gyro.slice(-TAIL);

    const rows = new Float64Array(times.length * ROW_LENGTH);
    let count = 0;
    for (let i = 0; i < times.length; i++) {
      if (Number.isNaN(down[3 * i] as number)) continue;
      const row = count++ * ROW_LENGTH;
      rows[row] = times[i] as number;
      for (let axis = 0; axis < 3; axis++) {
        const at = 3 * i + axis;
        rows[row + 1 + axis] = this.#unit * ((values[at] as number) + (down[at] as number));
        rows[row + 4 + axis] = gyro[at] as number;
      }
    }
    this.#lastTime = times.at(-1) ?? this.#lastTime;
    return { count, rows };
  }

  /** What has not been seen: newer than the last sample, or of a clock that was set back. */
  #newer(readings: readonly Reading[], late: boolean): readonly Reading[] {
    const newest = readings.reduce((latest, { time }) => Math.max(latest, time), -Infinity);
    if (!late && newest < this.#lastTime - CLOCK_SET_BACK) return readings;
    return readings.filter(({ time }) => time > this.#lastTime);
  }
}

const KINDS: Record<Source, SensorKind> = {
  total: 'total',
  'linear and gravity': 'linear',
  uncalibrated: 'unsettled',
  linear: 'linear',
};

function trackOf(readings: readonly Reading[]) {
  const track = new TrackBuilder();
  for (const { time, x, y, z } of readings) track.push(time, x, y, z);
  return track.build();
}

function span(readings: readonly Reading[]): number {
  return (readings.at(-1)?.time ?? 0) - (readings[0]?.time ?? 0);
}

/** Length of the mean of the readings: gravity, in their unit. */
function meanLength(readings: readonly Reading[]): number {
  const mean = (axis: 'x' | 'y' | 'z') =>
    readings.reduce((sum, reading) => sum + reading[axis], 0) / readings.length;
  return Math.hypot(mean('x'), mean('y'), mean('z'));
}
