/** The step detector as a library: pure, and free of any runtime's own API. */
export { CadenceMeter } from './cadence-meter.ts';
export { CLASSIC, classicModel } from './classic/classic.ts';
export { type DetectorOptions, StepDetector } from './detector.ts';
export type { GravityConvention } from './gravity.ts';
export { type LearnedParameters, learnedModel } from './learned/learned.ts';
export { type ModelFile, parseModel, serializeModel } from './learned/model-file.ts';
export { ModelFileError, type ModelFileErrorCode } from './learned/model-file-error.ts';
export {
  type ConfirmedStep,
  DEFAULT_CONFIRM_AFTER,
  type Foot,
  LARGEST_CONFIRM_AFTER,
} from './rhythm.ts';
export { type DetectorModel, lookAhead } from './scorer.ts';
export { StateError } from './state-io.ts';
