/** The wire contract: messages both ways, faults and close codes. */
export * from './catalogue.ts';
export * from './client-messages.ts';
export { CloseCode } from './close-codes.ts';
export { FAULT_CODES, type Fault, type FaultCode, fault } from './faults.ts';
export * from './live-messages.ts';
export { readBinaryFrame } from './read-binary.ts';
export { type ClientFrame, readFrame } from './read-frame.ts';
export * from './rest-messages.ts';
export { MissedStep, REFUSAL_REASONS, type RefusalReason } from './resume.ts';
export {
  createSampleBlock,
  LARGEST_ACCELERATION,
  LARGEST_ANGULAR_VELOCITY,
  LARGEST_BATCH,
  magnitudeAt,
  ROW_LENGTH,
  type SampleBlock,
  SENSOR_FIELDS,
} from './samples.ts';
export * from './sensor-logger.ts';
export * from './server-messages.ts';
export { DEFAULT_SETTINGS, Settings } from './settings.ts';
