/**
 * The step detector: samples in, steps out. The same as the server's, weights included, in browsers, Node
 * and Bun, without a server. Pure, and free of any runtime's own API.
 */
import { readDefaultModel } from './default-model.ts';
import { StepDetector as Detector, type DetectorOptions } from './detector.ts';
import { parseModel } from './model/model-file.ts';
import { networkModel } from './network/network-model.ts';
import type { DetectorModel } from './scorer.ts';

export { CLASSIC } from './classic/classic.ts';
export { DEFAULT_MODEL } from './default-model.ts';
export type { DetectorOptions } from './detector.ts';
export { ModelFileError, type ModelFileErrorCode } from './model/model-file-error.ts';
export { type DetectorModel, lookAhead } from './scorer.ts';
export { CadenceMeter } from './stages/cadence-meter.ts';
export type { GravityConvention } from './stages/gravity.ts';
export {
  type ConfirmedStep,
  DEFAULT_CONFIRM_AFTER,
  type Foot,
  MAX_CONFIRM_AFTER,
} from './stages/rhythm.ts';
export { StateError } from './state-io.ts';

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
  return networkModel(parseModel(bytes));
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
