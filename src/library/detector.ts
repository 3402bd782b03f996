/**
 * The detector for programs of others: `stepstream/detector`. The same as the server's, weights
 * included, in browsers, Node and Bun, without a server.
 */
import {
  StepDetector as Detector,
  type DetectorModel,
  type DetectorOptions,
  learnedModel,
  parseModel,
} from '../detector/index.ts';
import { readDefaultModel } from './default-model.ts';

export {
  CLASSIC,
  type ConfirmedStep,
  type DetectorModel,
  type DetectorOptions,
  type Foot,
  type GravityConvention,
  lookAhead,
  ModelFileError,
  type ModelFileErrorCode,
  StateError,
} from '../detector/index.ts';

let shared: DetectorModel | undefined;

/** The model that the server uses by default. All detectors share its weights. */
export function defaultModel(): DetectorModel {
  shared ??= readDefaultModel();
  return shared;
}

/**
 * Makes a model of the bytes of a `model.safetensors`, as `stepstream train` writes it.
 *
 * ```ts
 * const bytes = new Uint8Array(await (await fetch('/my-model.safetensors')).arrayBuffer());
 * const detector = new StepDetector({ model: loadModel(bytes) });
 * ```
 *
 * @throws {ModelFileError} when they are not a model, damaged, or of another version
 */
export function loadModel(bytes: Uint8Array): DetectorModel {
  return learnedModel(parseModel(bytes));
}

/**
 * Finds the steps in one person's stream of samples.
 *
 * ```ts
 * const detector = new StepDetector();
 * for (const { time, x, y, z } of samples) {
 *   for (const step of detector.push(time, x, y, z)) console.log(step.timestamp);
 * }
 * ```
 *
 * `time` is in seconds and grows; `x`, `y`, `z` are m/s², gravity included.
 */
export class StepDetector extends Detector {
  /** @param options `model` is {@link defaultModel} by default */
  constructor(options: DetectorOptions = {}) {
    super({ model: options.model ?? defaultModel(), ...options });
  }
}
