/**
 * The step detector: samples in, steps out. The server uses the same detector with the same weights.
 * Runs in browsers, Node and Bun, without a server.
 */
export { CLASSIC } from './classic/classic.ts';
export { DEFAULT_MODEL } from './default-model.ts';
export { type DetectorOptions, StepDetector } from './detector.ts';
export { defaultModel, loadModel } from './model/load-model.ts';
export { ModelFileError, type ModelFileErrorCode } from './model/model-file-error.ts';
export { type DetectorModel, lookAhead } from './scorer.ts';
export { MAX_STEP_INTERVAL_SECONDS } from './stages/cadence.ts';
export { CadenceMeter } from './stages/cadence-meter.ts';
export type { ConfirmedStep, Foot } from './stages/confirmed-step.ts';
export type { GravityConvention } from './stages/gravity.ts';
export { DEFAULT_CONFIRM_AFTER, MAX_CONFIRM_AFTER } from './stages/rhythm.ts';
export { StateError } from './state-io.ts';
