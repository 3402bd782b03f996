import { z } from 'zod';
import { isMillisecondStep } from '../millisecond-steps.ts';
import {
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  MAX_BATCH_SAMPLES,
  MAX_TIMESTAMP_SECONDS,
} from '../samples.ts';
import { MAX_TOKEN_LENGTH } from '../token.ts';
import { Settings } from './settings.ts';

/**
 * What a client may send, as schemas. The documents are generated from these, and the hand-written
 * reader of `read-frame.ts`, which the server runs for speed, is held equal to them by a property
 * test. Limits of magnitude are stated for SI units, the default.
 */

/** One reading of the sensors. Fields that are not named here are passed over. */
export const Sample = z
  .looseObject({
    accel_x: z.number().meta({ description: 'Acceleration, gravity included, in m/s².' }),
    accel_y: z.number(),
    accel_z: z.number(),
    gyro_x: z
      .number()
      .nullish()
      .meta({ description: 'Angular velocity in rad/s. All three are absent or null for none.' }),
    gyro_y: z.number().nullish(),
    gyro_z: z.number().nullish(),
    timestamp: z.number().min(-MAX_TIMESTAMP_SECONDS).max(MAX_TIMESTAMP_SECONDS).optional().meta({
      description:
        "Seconds (never milliseconds) on the sensor's own clock, any origin, increasing.",
    }),
  })
  .refine(
    (s) => isAbsent(s.gyro_x) === isAbsent(s.gyro_y) && isAbsent(s.gyro_x) === isAbsent(s.gyro_z),
    { error: 'The gyroscope fields come together or not at all.' },
  )
  .refine(
    (s) => Math.sqrt(s.accel_x ** 2 + s.accel_y ** 2 + s.accel_z ** 2) <= MAX_ACCELERATION_MPS2,
    {
      error: `No body accelerates at more than ${MAX_ACCELERATION_MPS2} m/s².`,
    },
  )
  .refine(
    (s) =>
      Math.sqrt((s.gyro_x ?? 0) ** 2 + (s.gyro_y ?? 0) ** 2 + (s.gyro_z ?? 0) ** 2) <=
      MAX_ANGULAR_VELOCITY_RADPS,
    { error: `No body turns at more than ${MAX_ANGULAR_VELOCITY_RADPS} rad/s.` },
  );
export type Sample = z.infer<typeof Sample>;

/**
 * Several samples in one frame; either all of them carry a timestamp or none. A batch in which some
 * samples are not as they must be is no message of this schema, yet the server counts the others.
 */
export const Batch = z
  .looseObject({
    samples: z
      .array(Sample)
      .min(1)
      .max(MAX_BATCH_SAMPLES)
      .meta({
        description:
          "Samples that can't be used are left out and listed in `rejected`; if none can be used, the " +
          'answer is an `error`. The server sorts them by time.',
      }),
  })
  .refine(
    ({ samples }) =>
      samples.every((s) => (s.timestamp === undefined) === (samples[0]?.timestamp === undefined)),
    { error: 'Either all samples of a batch carry a timestamp or none.' },
  )
  .refine(({ samples }) => !haveMillisecondSteps(samples), {
    error: 'Timestamps are in seconds, not in milliseconds.',
  });
export type Batch = z.infer<typeof Batch>;

function isAbsent(value: number | null | undefined): boolean {
  return value === undefined || value === null;
}

/** Whether the median step between the samples, in order of time, is that of milliseconds. */
function haveMillisecondSteps(samples: readonly Sample[]): boolean {
  const times = samples.map(({ timestamp }) => timestamp ?? 0).sort((a, b) => a - b);
  const steps = times
    .slice(1)
    .map((time, i) => time - (times[i] as number))
    .filter((step) => step > 0);
  return steps.length >= 2 && 2 * steps.filter(isMillisecondStep).length > steps.length;
}

/** Ends the session. Anything sent after it is not answered. */
export const Stop = z.looseObject({ action: z.literal('stop') });
/** Sets the count to zero and forgets what was seen. */
export const Reset = z.looseObject({ action: z.literal('reset') });
/** Asks for the session's and the server's stats. */
export const Stats = z.looseObject({ action: z.literal('stats') });
/** Asks for a sign of life. */
export const Ping = z.looseObject({ action: z.literal('ping') });
/** Changes settings; those that are not named stay as they are. */
export const Configure = Settings.partial().extend({ action: z.literal('configure') });
/** Says who the client is: as the first message, or anew before its token ends. */
export const Authenticate = z.looseObject({
  action: z.literal('authenticate'),
  token: z.string().min(1).max(MAX_TOKEN_LENGTH).meta({ description: 'A JSON Web Token.' }),
});
/** Goes on with a session: the first message of a connection with `?resume=message`, and no other. */
export const Resume = z.looseObject({
  action: z.literal('resume'),
  resume_token: z.string().meta({
    description: 'The `resume_token` of the last `session_started` of that session.',
  }),
  answered: z.int().min(0).optional().meta({
    description: '`total_predictions` of the last answer that the client received.',
  }),
});

/** Anything a client may send as a text frame once its session has begun. */
export const ClientMessage = z.union([
  Stop,
  Reset,
  Stats,
  Ping,
  Configure,
  Authenticate,
  Batch,
  Sample,
]);
export type ClientMessage = z.infer<typeof ClientMessage>;
