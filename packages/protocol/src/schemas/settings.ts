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
