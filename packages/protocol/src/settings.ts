import { STANDARD_GRAVITY } from '@stepstream/math';

/**
 * What a client can configure for its session: the one table that the reader of `configure`, the schema
 * and the documents are made from. A setting is one of `values`, a whole number from `min` to `max`,
 * or the name of a time zone.
 */
export const SETTINGS = {
  accel_unit: {
    values: ['m/s^2', 'g'],
    default: 'm/s^2',
    description: 'Unit of the accelerometer fields.',
  },
  gyro_unit: {
    values: ['rad/s', 'deg/s'],
    default: 'rad/s',
    description: 'Unit of the gyroscope fields.',
  },
  gravity: {
    values: ['included', 'excluded'],
    default: 'included',
    description: 'Whether the acceleration includes gravity.',
  },
  confirm_after: {
    min: 1,
    max: 10,
    default: 4,
    description:
      'Steps that must follow one another in rhythm before any counts. Unless a client sets a number, a walk that ends sooner counts, too, if the detector is sure of it.',
  },
  replies: {
    values: ['every_frame', 'steps'],
    default: 'every_frame',
    description:
      'Answer every frame, or only those that confirm a step and at least one frame a second.',
  },
  clock: {
    values: ['sensor', 'unix'],
    default: 'sensor',
    description:
      'What the timestamps of samples are: seconds of any origin, or Unix seconds. With `unix`, a step belongs to the minute of its own timestamp; otherwise to the one in which it was confirmed.',
  },
  time_zone: {
    format: 'time_zone',
    default: 'UTC',
    description: 'Where the person is: an IANA name, such as `Europe/Berlin`.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** A setting that is one of a few words. */
export interface Choice {
  readonly values: readonly [string, ...string[]];
  readonly default: string;
  readonly description: string;
}

/** A setting that is a whole number. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly description: string;
}

/** A setting that is the IANA name of a time zone. */
export interface Zone {
  readonly format: 'time_zone';
  readonly default: string;
  readonly description: string;
}

/** Any setting. */
export type Setting = Choice | Range | Zone;

/** What a setting can be. */
export type SettingValue<Kind extends Setting> = Kind extends Choice
  ? Kind['values'][number]
  : Kind extends Zone
    ? string
    : number;

/** What is in force for a client's session. */
export type Settings = {
  [Name in keyof typeof SETTINGS]: SettingValue<(typeof SETTINGS)[Name]>;
};

/** What is in force until a client says otherwise. */
export const DEFAULT_SETTINGS: Settings = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, setting]) => [name, setting.default]),
) as Settings;

/** Factor from the configured unit of acceleration to m/s². */
export function accelerationFactor(settings: Settings): number {
  return settings.accel_unit === 'g' ? STANDARD_GRAVITY : 1;
}

/** Factor from the configured unit of angular velocity to rad/s. */
export function angularVelocityFactor(settings: Settings): number {
  return settings.gyro_unit === 'deg/s' ? Math.PI / 180 : 1;
}
