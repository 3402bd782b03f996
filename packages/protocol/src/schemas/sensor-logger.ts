import { z } from 'zod';

/*
 * What the app Sensor Logger pushes over HTTP, as it documents it
 * (https://github.com/tszheichoi/awesome-sensor-logger, PUSHING.md), and what it is answered.
 */

/** Most readings in a push: half a minute of four sensors at 400 Hz. */
export const MAX_READINGS = 50_000;

/** Longest name of a sensor. */
export const MAX_SENSOR_NAME_LENGTH = 128;
/** A time in words: nanoseconds do not fit into a double. */
export const NANOSECONDS_IN_WORDS = /^\d{1,20}$/;

/** A name that the app has made up, such as a UUID. */
const Identifier = z.string().min(1).max(128);

/** One reading of one sensor; those of sensors that have nothing to do with steps are passed over. */
export const PushedReading = z
  .looseObject({
    name: z.string().max(MAX_SENSOR_NAME_LENGTH).meta({
      description:
        'The sensor. Used: accelerometer, gravity, totalacceleration, accelerometeruncalibrated, gyroscope.',
    }),
    time: z
      .union([z.number(), z.string().regex(NANOSECONDS_IN_WORDS, 'expected whole nanoseconds')])
      .meta({ description: 'Unix time in nanoseconds.' }),
    values: z
      .unknown()
      .optional()
      .meta({ description: 'For the sensors used: an object with numbers x, y and z.' }),
  })
  .meta({ id: 'PushedReading' });
export type PushedReading = z.infer<typeof PushedReading>;

/** One message of the app, once every batch period. */
export const SensorLoggerPush = z
  .looseObject({
    messageId: z
      .int()
      .min(0)
      .meta({ description: 'Grows by one with each message of a recording.' }),
    sessionId: Identifier.meta({ description: 'The recording.' }),
    deviceId: Identifier.meta({ description: 'The phone.' }),
    payload: z.array(PushedReading).max(MAX_READINGS),
  })
  .meta({ id: 'SensorLoggerPush' });
export type SensorLoggerPush = z.infer<typeof SensorLoggerPush>;

const count = z.int().min(0);

/** What a push is answered. */
export const PushAnswer = z
  .object({
    session_id: z.uuid().nullable().meta({
      description: 'The session of this recording; null before the first reading of acceleration.',
    }),
    user_id: z.string().optional(),
    total_steps: count,
    steps: z
      .array(
        z.object({
          timestamp: z.number().meta({ description: "The contact's moment, Unix seconds." }),
          foot: z.enum(['start', 'end']),
          confidence: z.number().min(0).max(1),
        }),
      )
      .meta({ description: 'The steps that this message confirmed, oldest first.' }),
    pending_steps: count.meta({ description: 'Steps held until they prove to be a walk.' }),
    samples: count.meta({ description: 'Samples that this message brought the detector.' }),
    state: z.enum(['counted', 'waiting', 'repeated', 'nothing_new']).meta({
      description:
        'counted: its samples have been counted. waiting: an earlier message is missing, or more readings are needed; it is counted with the next. repeated: it was here before. nothing_new: it held no acceleration.',
    }),
    message: z
      .string()
      .meta({ description: 'For a person: that all is well, or what to switch on.' }),
  })
  .meta({ id: 'PushAnswer' });
export type PushAnswer = z.infer<typeof PushAnswer>;
