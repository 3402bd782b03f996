import { readDefaultModel } from '../default-model.ts';
import { networkModel } from '../network/network-model.ts';
import type { DetectorModel } from '../scorer.ts';
import { parseModel } from './model-file.ts';

let shared: DetectorModel | undefined;

/** The model that detectors and the server use by default. All detectors share its weights. */
export function defaultModel(): DetectorModel {
  shared ??= readDefaultModel();
  return shared;
}

/**
 * Loads a model from the bytes of a `model.safetensors`, as `npm run train` writes it.
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
