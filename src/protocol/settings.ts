import { z } from 'zod';

/** What a client can configure for its session. */
export const Settings = z.strictObject({
  accel_unit: z.enum(['m/s^2', 'g']).meta({ description: 'Unit of the accelerometer fields.' }),
  gyro_unit: z.enum(['rad/s', 'deg/s']).meta({ description: 'Unit of the gyroscope fields.' }),
  gravity: z
    .enum(['included', 'excluded'])
    .meta({ description: 'Whether the acceleration includes gravity.' }),
  confirm_after: z
    .int()
    .min(1)
    .max(10)
    .meta({ description: 'Landings that must follow one another in rhythm before any counts.' }),
  replies: z.enum(['every_frame', 'steps']).meta({
    description:
      'Answer every frame, or only those that confirm a step and at least one frame a second.',
  }),
});
export type Settings = z.infer<typeof Settings>;

/** What is in force until a client says otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  accel_unit: 'm/s^2',
  gyro_unit: 'rad/s',
  gravity: 'included',
  confirm_after: 4,
  replies: 'every_frame',
};

/** Standard gravity, m/s² (CGPM 1901). */
const METRES_PER_SECOND_SQUARED_PER_G = 9.80665;

/** Factor from the configured unit of acceleration to m/s². */
export function accelerationFactor(settings: Settings): number {
  return settings.accel_unit === 'g' ? METRES_PER_SECOND_SQUARED_PER_G : 1;
}

/** Factor from the configured unit of angular velocity to rad/s. */
export function angularVelocityFactor(settings: Settings): number {
  return settings.gyro_unit === 'deg/s' ? Math.PI / 180 : 1;
}
