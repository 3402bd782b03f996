export type { OnProgress } from './byte-source.ts';
export { readRecording, readSteps, stepsPathFor } from './csv.ts';
export type { Recording, TrueStep } from './recording.ts';
export { RecordingError, type RecordingErrorCode } from './recording-error.ts';
export { writeRecording, writeSteps } from './write-csv.ts';
