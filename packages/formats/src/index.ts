/** Reads the recordings that people have, and writes this project's own. `browser.ts` needs no file system. */
export * from './browser.ts';
export type { OnProgress } from './files/byte-source.ts';
export { findRecordings } from './files/find-recordings.ts';
export {
  type ReadOptions,
  readRecording,
  readSteps,
  streamRecording,
} from './files/read-recording.ts';
export { writeRecording, writeSteps } from './files/write-csv.ts';
export { stepsPathFor } from './own-csv.ts';
export { sensorLoggerKind } from './sensor-logger.ts';
export type { SensorKind } from './sensors.ts';
export { type Track, TrackBuilder, valuesAt } from './track.ts';
