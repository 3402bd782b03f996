import { magnitudes, median, STANDARD_GRAVITY } from '@stepstream/math';
import { metresPerSecondSquared } from './accel-units.ts';
import { RADIANS_PER_SECOND, settleGyroUnit } from './gyro-units.ts';
import { NanosecondClock } from './nanosecond-clock.ts';
import type { Notes } from './notes.ts';
import type { AccelUnit, FormatOptions, Gravity, LoadedRecording, TimeUnit } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { type SaidOfAcceleration, settleAcceleration } from './settle-acceleration.ts';
import { type Track, TrackBuilder, valuesAt } from './track.ts';

/** What a phone's sensors are, as far as steps need them. */
export type SensorKind =
  /** Acceleration with gravity, m/s². */
  | 'total'
  /** Acceleration without gravity, m/s² or, beside a gravity in g, in g. */
  | 'linear'
  /** Gravity alone, in m/s² or g. */
  | 'gravity'
  /** Acceleration of which the format does not say enough: its unit, or whether gravity is in it. */
  | 'unsettled'
  /** Angular velocity, rad/s unless the values say otherwise. */
  | 'gyroscope';

const ACCELERATIONS = ['total', 'linear', 'unsettled'] as const;

/** Where the sensors are; of a phone and a watch in one recording, the phone is taken. */
export type Device = 'phone' | 'watch';

/** What is known of an app's files beside the readings. */
export interface AppFormat {
  /** Stable name of the format. */
  readonly format: string;
  readonly timeUnit: TimeUnit;
  /** What to do in the app when a recording has no acceleration, or not all of it. */
  readonly advice: string;
}

/** The advice where not even the app is known. */
const GENERAL_ADVICE =
  'Record the acceleration with gravity, and export all files of the recording';

/** A gyroscope's reading may be this far from an acceleration's, in seconds. */
const GYRO_REACH = 0.1;
/** Gravity turns with the device, slowly. */
const GRAVITY_REACH = 0.5;

/**
 * The sensors of one recording, from one file or several, each at its own rate; puts them together
 * into samples of one clock.
 */
export class Sensors {
  /** The app that the first file is of. */
  app: AppFormat | undefined;
  /** For files whose times are nanoseconds. */
  readonly clock = new NanosecondClock();
  /** What readings there were that are of no use here, for the error. */
  readonly others = new Set<string>();
  readonly #tracks = new Map<`${Device} ${SensorKind}`, TrackBuilder>();

  /** Where the readings of a sensor go. */
  track(kind: SensorKind, device: Device = 'phone'): TrackBuilder {
    const key = `${device} ${kind}` as const;
    let track = this.#tracks.get(key);
    if (!track) {
      track = new TrackBuilder();
      this.#tracks.set(key, track);
    }
    return track;
  }

  /**
   * One recording of what is there: the acceleration's own samples, with gravity and angular
   * velocity of the same moments.
   *
   * @param said - what the caller says of units; it outweighs the app
   * @param notes - told how the sensors were put together
   * @throws {RecordingError} when there is no acceleration, or its values contradict what is said
   */
  combine(path: string, said: FormatOptions, notes: Notes): LoadedRecording {
    const device = ACCELERATIONS.some((kind) => this.#get(kind, 'phone')) ? 'phone' : 'watch';
    const acceleration = this.#acceleration(device, path, said, notes);
    const { times } = acceleration;
    const gyroTrack = this.#get('gyroscope', device);
    const gyro = gyroTrack && valuesAt(gyroTrack, times, GYRO_REACH);
    const gyroUnit = gyro && settleGyroUnit(path, gyro, said.gyroUnit ?? 'rad/s');
    const factor = gyroUnit ? RADIANS_PER_SECOND[gyroUnit] : 1;
    if (gyroTrack && gyroTrack.times.length !== times.length) {
      const text = 'the gyroscope has samples of its own: they were merged by time';
      notes.add('gyroscope_merged', text);
    }
    return {
      times,
      accel: acceleration.values,
      gyro: gyro && (factor === 1 ? gyro : gyro.map((value) => value * factor)),
      activity: null,
      source: {
        format: this.app?.format ?? 'csv',
        timeUnit: this.app?.timeUnit ?? 's',
        accelUnit: acceleration.accelUnit,
        gyroUnit,
        gravity: acceleration.gravity,
        startedAt: this.clock.startedAt,
        notes: [],
      },
    };
  }

  #acceleration(device: Device, path: string, said: FormatOptions, notes: Notes): Acceleration {
    const advice = this.app?.advice ?? GENERAL_ADVICE;
    const [total, linear, gravity, unsettled] = (
      ['total', 'linear', 'gravity', 'unsettled'] as const
    ).map((kind) => this.#get(kind, device));
    if (total) {
      const { accelUnit = 'm/s^2', gravity: word = 'included' } = said;
      return settled(path, total, { accelUnit, gravity: word }, notes);
    }
    if (linear && gravity) {
      refuse(path, said);
      notes.add('gravity_added', 'gravity, which is recorded apart, was added to the acceleration');
      return withGravity(path, linear, gravity);
    }
    if (unsettled) return settled(path, unsettled, { ...said, usualUnit: 'm/s^2' }, notes);
    if (linear) {
      refuse(path, said);
      const text = `the acceleration is without gravity, which counts less well. ${advice}`;
      notes.add('no_gravity', text);
      return { ...linear, accelUnit: 'm/s^2', gravity: 'excluded' };
    }
    const kinds = [...this.#tracks.keys()].map((key) => key.replace(/^phone /, ''));
    const found = [...kinds, ...this.others];
    const what = found.length === 0 ? 'nothing' : found.slice(0, 8).join(', ');
    const problem = `there is no acceleration in it, only ${what}. ${advice}`;
    throw new RecordingError('no_acceleration', path, null, problem);
  }

  #get(kind: SensorKind, device: Device): Track | null {
    const builder = this.#tracks.get(`${device} ${kind}`);
    return builder && builder.length > 0 ? builder.build() : null;
  }
}

type Acceleration = Track & { readonly accelUnit: AccelUnit; readonly gravity: Gravity };

/** An acceleration in m/s², once its unit is known. */
function settled(path: string, track: Track, said: SaidOfAcceleration, notes: Notes): Acceleration {
  const { accelUnit, gravity } = settleAcceleration(path, track.times, track.values, said, notes);
  const factor = metresPerSecondSquared(accelUnit);
  const values = factor === 1 ? track.values : track.values.map((value) => value * factor);
  return { times: track.times, values, accelUnit, gravity };
}

/** Where gravity is a sensor of its own, the app leaves nothing to be said. */
function refuse(path: string, { accelUnit, gravity }: FormatOptions): void {
  if (accelUnit === undefined && gravity === undefined) return;
  const flag = accelUnit === undefined ? '--gravity' : '--accel-unit';
  const problem = `the app records gravity apart, in a unit that is known: leave ${flag} out`;
  throw new RecordingError('wrong_unit', path, null, problem);
}

/** The sum of acceleration without gravity and gravity, where both are known. */
function withGravity(path: string, linear: Track, gravity: Track): Acceleration {
  const level = median(magnitudes(gravity.values)) ?? 0;
  const accelUnit = (['m/s^2', 'g'] as const).find((unit) => {
    const share = (level * metresPerSecondSquared(unit)) / STANDARD_GRAVITY;
    return share > 0.65 && share < 1.4;
  });
  if (!accelUnit) {
    const problem = `the gravity readings have a length of ${level.toPrecision(3)}, which is gravity in no unit: they can't be used. Leave them out, or record again`;
    throw new RecordingError('wrong_unit', path, null, problem);
  }
  const down = valuesAt(gravity, linear.times, GRAVITY_REACH);
  const kept = linear.times.map((_, i) => i).filter((i) => !Number.isNaN(down[3 * i] as number));
  const times = kept.map((i) => linear.times[i] as number);
  const factor = metresPerSecondSquared(accelUnit);
  const values = new Float64Array(3 * kept.length);
  kept.forEach((from, to) => {
    for (let axis = 0; axis < 3; axis++) {
      const at = 3 * from + axis;
      values[3 * to + axis] = factor * ((linear.values[at] as number) + (down[at] as number));
    }
  });
  if (kept.length === 0) {
    const problem =
      'acceleration and gravity were recorded at different times: they do not overlap';
    throw new RecordingError('bad_times', path, null, problem);
  }
  return { times, values, accelUnit, gravity: 'included' };
}
