/** The wire contract at its lightest: types, limits, close codes, faults. No schema, no dependency. */

export { STANDARD_GRAVITY } from '@stepstream/math';
export {
  CLOSE_REASONS,
  type CloseEntry,
  type CloseReason,
  closeEntry,
  type RetryPolicy,
  retryPolicy,
} from './close-codes.ts';
export { FAULT_CODES, type Fault, type FaultCode, fault } from './faults.ts';
export { HINT_CODES, type HintCode } from './hints.ts';
export {
  isMillisecondStep,
  MAX_MILLISECOND_STEP,
  MAX_SHARED_SPACING_SECONDS,
  MIN_MILLISECOND_STEP,
} from './millisecond-steps.ts';
export { REFUSAL_REASONS, type RefusalReason } from './refusal-reasons.ts';
export { type SampleColumns, sampleAt } from './sample-at.ts';
export {
  createSampleBlock,
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  MAX_BATCH_SAMPLES,
  MAX_TIMESTAMP_SECONDS,
  magnitudeAt,
  NONE_REJECTED,
  type Rejection,
  ROW_LENGTH,
  type SampleBlock,
} from './samples.ts';
export type * from './schemas/client-messages.ts';
export type * from './schemas/live-messages.ts';
export type * from './schemas/rest-messages.ts';
export type * from './schemas/resume.ts';
export type * from './schemas/sensor-logger.ts';
export type * from './schemas/server-messages.ts';
export type * from './schemas/user-events.ts';
export type * from './schemas/webhooks.ts';
export { ACCEL_FIELDS, GYRO_FIELDS, SENSOR_FIELDS } from './sensor-fields.ts';
export {
  accelerationFactor,
  angularVelocityFactor,
  DEFAULT_SETTINGS,
  SETTINGS,
  type Settings,
} from './settings.ts';
export { SUBPROTOCOL } from './subprotocol.ts';
export { isTimeZone, MAX_TIME_ZONE_LENGTH } from './time-zone.ts';
export { MAX_TOKEN_LENGTH } from './token.ts';
export { isUserId, MAX_USER_ID_LENGTH } from './user-id.ts';
